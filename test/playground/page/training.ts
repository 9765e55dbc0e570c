// The training room in a real browser, by mouse and by keyboard.
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { button, open, reading, sees, theBrowser, type Page } from './context.ts';

/** Chromium's trace: each task with its thread, and its microseconds on the processor. */
interface Trace {
  traceEvents: { name: string; pid: number; tid: number; tdur?: number; args: { name?: string } }[];
}

/** The milliseconds that the longest task of a page's main thread was on the processor. */
function longestTask({ traceEvents }: Trace): number {
  const threadOf = ({ pid, tid }: Trace['traceEvents'][number]) => `${pid} ${tid}`;
  const names = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain');
  const main = new Set(names.map(threadOf));
  const tasks = traceEvents.filter((event) => event.name.endsWith('RunTask') && main.has(threadOf(event)));
  return tasks.reduce((longest, { tdur = 0 }) => Math.max(longest, tdur / 1000), 0);
}

export function trainingRoom(): void {
  describe('training room', () => {
    it('trains on the moons to 100 %, pauses, goes one step, and begins again with the same seed', async () => {
      await open('room=training&pace=full+speed', async (page) => {
        await sees(page, 'Step').toBe('0');
        const before = await reading(page, 'Loss');
        await button(page, 'One step').click();
        await sees(page, 'Step').toBe('1');
        const afterOne = await reading(page, 'Loss');
        expect(afterOne).not.toBe(before);
        await button(page, 'Play').click();
        await sees(page, 'Accuracy').toBe('100 %');
        await button(page, 'Pause').click();
        await page.getByRole('button', { name: /^Reset/ }).click();
        await sees(page, 'Step').toBe('0');
        expect(await reading(page, 'Loss')).toBe(before);
        await button(page, 'One step').click();
        await sees(page, 'Step').toBe('1');
        expect(await reading(page, 'Loss')).toBe(afterOne);
      });
    });

    it('trains on each kind of points, with each activation, loss, optimizer and engine', async () => {
      await open('room=training&samples=30&pace=full+speed', async (page) => {
        const trains = async () => {
          await button(page, 'One step').click();
          await sees(page, 'Step').toBe('1');
          expect(await reading(page, 'Loss')).toMatch(/^\d/);
          await page.getByRole('button', { name: /^Reset/ }).click();
          await sees(page, 'Step').toBe('0');
        };
        const choices: Record<string, string[]> = {
          Points: ['circles', 'spiral', 'xor', 'yin-yang'],
          Activation: ['relu', 'sigmoid', 'linear'],
          Loss: ['cross-entropy', 'squared error'],
          Optimizer: ['SGD', 'SGD with momentum'],
        };
        for (const [name, names] of Object.entries(choices)) {
          for (const choice of names) {
            await page.getByLabel(name, { exact: true }).selectOption(choice);
            await trains();
          }
        }
        await page.getByLabel('Value by Value', { exact: true }).check({ force: true });
        await trains();
        const numbers = {
          'How many': '40', Noise: '0.2', Seed: '7', 'Learning rate': '0.01', Regularization: '0.001',
          'Batch (0: all)': '8', 'Decay (0: none)': '900', 'Test points': '20',
        };
        for (const [name, number] of Object.entries(numbers)) await page.getByLabel(name, { exact: true }).fill(number);
        await trains();
        await expect.poll(() => decodeURIComponent(page.url()).replaceAll('+', ' ')).toContain(
          'dataset=yin-yang&samples=40&noise=0.2&activation=linear&loss=squared error&optimizer=SGD with momentum&' +
          'learningRate=0.01&regularization=0.001&batch=8&decay=900&test=20&seed=7&engine=eager&pace=full speed');
      });
    });

    it('adds and removes layers and neurons', async () => {
      await open('room=training', async (page) => {
        await sees(page, 'Step').toBe('0');
        const neurons = () => page.locator('button.neuron').count();
        expect(await neurons()).toBe(9);
        await button(page, 'Add a layer').click();
        await button(page, 'Add a neuron to layer 3').click();
        await button(page, 'Remove a neuron from layer 1').click();
        await expect.poll(neurons).toBe(3 + 4 + 5 + 1);
        await button(page, 'Remove a layer').click();
        await expect.poll(neurons).toBe(3 + 4 + 1);
        await expect.poll(() => page.url()).toContain('layers=3-4');
        await button(page, 'Play').click();
        await sees(page, 'Step').not.toBe('0');
      });
    });

    it('shows a neuron’s numbers to whoever points at it, and takes others', async () => {
      await open('room=training', async (page) => {
        await sees(page, 'Step').toBe('0');
        const before = await reading(page, 'Loss');
        await button(page, 'Layer 1, neuron 2').hover();
        const weight = page.getByLabel('weight of x1', { exact: true });
        expect(await weight.inputValue()).toMatch(/^-?0\.\d{4}$/);
        await button(page, 'Layer 1, neuron 2').click();
        await weight.fill('-7.5');
        await sees(page, 'Loss').not.toBe(before);
        await page.locator('#page').press('Escape');
        await button(page, 'Layer 1, neuron 1').hover();
        expect(await weight.inputValue()).not.toBe('-7.5000');
        await button(page, 'Layer 1, neuron 2').hover();
        expect(await weight.inputValue()).toBe('-7.5000');
      });
    });

    it('takes points by hand, with the mouse and with the keyboard, and trains on them', async () => {
      await open('room=training&dataset=by+hand&pace=full+speed', async (page) => {
        expect(await button(page, 'Play').isDisabled()).toBe(true);
        const plane = page.getByRole('application');
        await plane.click({ position: { x: 100, y: 100 } });
        await page.getByLabel('◆ class 1', { exact: true }).check({ force: true });
        await plane.click({ position: { x: 300, y: 300 } });
        await plane.focus();
        for (const key of ['ArrowRight', 'ArrowRight', 'ArrowUp', 'Enter']) await page.keyboard.press(key);
        // The plane is 400 pixels wide, 1 of them its edge, and 5 units; an arrow goes 2.5 / 20.
        const url = () => decodeURIComponent(page.url());
        await expect.poll(url).toContain('points=-1.24,1.24,0_1.26,-1.26,1_0.25,0.13,1');
        await button(page, 'Play').click();
        await sees(page, 'Accuracy').toBe('100 %');
        await page.getByLabel('remove', { exact: true }).check({ force: true });
        await plane.click({ position: { x: 310, y: 310 } });
        await expect.poll(url).toContain('points=-1.24,1.24,0_0.25,0.13,1&');
        expect(await button(page, 'Pause').count()).toBe(1);
        await button(page, 'Remove all points').click();
        await expect.poll(url).not.toContain('points=');
        await expect.poll(() => button(page, 'Play').isDisabled()).toBe(true);
        expect(await page.locator('.notice').innerText()).toContain('Click in the plane');
      });
    });

    it('paints into each neuron what it gives, and nothing beside it', async () => {
      await open('room=training&layers=9-3', async (page) => {
        await sees(page, 'Step').toBe('0');
        // The opacity at the middle of each neuron, and 3 pixels to the left of it.
        const opacities = () => page.evaluate<number[][]>(`(() => {
          const canvas = document.querySelectorAll('.network-picture')[1];
          const { left, top } = canvas.getBoundingClientRect();
          const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          const at = (x, y) => data[4 * (Math.round(y - top) * width + Math.round(x - left)) + 3];
          return [...document.querySelectorAll('button.neuron')].map((neuron) => {
            const box = neuron.getBoundingClientRect();
            const y = box.top + box.height / 2;
            return [at(box.left + box.width / 2, y), at(box.left - 3, y)];
          });
        })()`);
        await expect.poll(opacities).toEqual(Array.from({ length: 9 + 3 + 1 }, () => [255, 0]));
      });
    });

    /**
     * Presses keys on a control for so many milliseconds, and once at least: how long each took, from the key until
     * what it changes was on the screen. By the browser's own account: in steps of 8 ms, and 16 for all that is less.
     */
    async function delaysOf(page: Page, milliseconds: number): Promise<number[]> {
      await page.evaluate(`globalThis.delays = [];
        globalThis.observer?.disconnect();
        globalThis.observer = new PerformanceObserver((list) => {
          delays.push(...list.getEntriesByName('keydown').map(({ duration }) => duration));
        });
        observer.observe({ type: 'event', durationThreshold: 16 });`);
      await page.getByLabel('Pace', { exact: true }).focus();
      let count = 0;
      const until = performance.now() + milliseconds;
      do {
        await page.keyboard.press(count % 2 === 0 ? 'ArrowUp' : 'ArrowDown');
        await sleep(100);
        count++;
      } while (performance.now() < until);
      await sleep(500); // until the last has been seen
      const delays = await page.evaluate<number[]>('delays');
      return [...delays, ...Array<number>(count - delays.length).fill(16)].sort((a, b) => a - b);
    }

    it('answers within 100 ms while it trains 10,000 points in 3 layers of 64', async () => {
      const hash = 'room=training&samples=10000&layers=64-64-64&pace=full+speed';
      await open(hash, async (page) => {
        const train = async () => {
          await button(page, 'Play').click();
          await sees(page, 'Step').toMatch(/^[1-9]/);
        };
        const rest = async () => {
          await page.reload();
          await sees(page, 'Step').toBe('0');
        };
        await train();
        // The neurons share one, and the lines share one. With one for each neuron there were 196, handed over one by
        // one: a press waited 160 ms for them.
        expect(await page.locator('canvas').count()).toBe(5);
        const step = await reading(page, 'Step');
        await theBrowser().startTracing(page, { categories: ['toplevel'] });
        let delays = await delaysOf(page, 4000);
        const task = longestTask(JSON.parse(new TextDecoder().decode(await theBrowser().stopTracing())) as Trace);
        await sees(page, 'Step').not.toBe(step); // so it did train

        // What else the machine does makes some presses longer, of a page at rest too. So one that takes too long is
        // held against the page only if each of five trials has one, and none of those between them, in which the page
        // is at rest, and another process keeps the machine as busy as its worker does.
        let atRest = 0;
        let trials = 1;
        for (; trials < 5 && Math.max(...delays) > 100; trials++) {
          await rest();
          const busy = spawn(process.execPath, ['--eval', 'for (;;);']);
          atRest = Math.max(atRest, ...await delaysOf(page, 4000).finally(() => busy.kill()));
          await train();
          delays = await delaysOf(page, 4000);
        }
        const median = delays[Math.floor(delays.length / 2)];
        const longest = Math.max(...delays);
        console.log(`The playground, training: its longest task takes ${task} ms; it answers within ${median} ms ` +
          `(median), ${longest} ms (longest of ${delays.length} presses, trial ${trials}).`);
        const isJudged = longest <= 100 || atRest <= 100;
        if (!isJudged) console.warn(`Not judged: the longest press. At rest, too, it took ${atRest} ms.`);
        else expect(longest).toBeLessThanOrEqual(100);
        // A control waits for what the main thread is at: measured in the time of its processor, of which a busy
        // machine takes no part.
        expect(task).toBeGreaterThan(0);
        expect(task).toBeLessThan(100);

        await rest();
        await page.evaluate(`addEventListener('keydown', () => {
          for (const until = performance.now() + 150; performance.now() < until;);
        }, { once: true })`);
        await delaysOf(page, 0);
        await expect.poll(() => page.evaluate('Math.max(...delays)')).toBeGreaterThan(140); // so a freeze is seen
      });
    });
  });
}
