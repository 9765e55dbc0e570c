// The playground (examples/playground) in a real browser: what the page shows, by mouse and by keyboard.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { lacking as lackingBrowser, launch, visit, type Browser } from '../support/browser.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = join(root, 'examples', 'playground');
const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
const leftOut = isLeftOut('the playground in a browser', lackingBrowser, lackingIn('examples/playground', 'vite'));

/** What is used of Playwright. */
interface Locator {
  click: (options?: { position?: { x: number; y: number } }) => Promise<void>;
  hover: () => Promise<void>;
  focus: () => Promise<void>;
  fill: (text: string) => Promise<void>;
  press: (key: string) => Promise<void>;
  check: (options?: { force: boolean }) => Promise<void>;
  selectOption: (label: string) => Promise<unknown>;
  inputValue: () => Promise<string>;
  innerText: () => Promise<string>;
  isDisabled: () => Promise<boolean>;
  count: () => Promise<number>;
}
interface Finder {
  getByRole: (role: string, options?: { name?: string | RegExp; exact?: boolean }) => Locator & Finder;
  getByLabel: (text: string, options?: { exact: boolean }) => Locator & Finder;
  locator: (css: string) => Locator & Finder;
}
interface Page extends Finder {
  url: () => string;
  goto: (url: string) => Promise<unknown>;
  reload: () => Promise<unknown>;
  evaluate: <R>(fn: string | (() => R)) => Promise<Awaited<R>>;
  setViewportSize: (size: { width: number; height: number }) => Promise<void>;
  emulateMedia: (media: { colorScheme: 'light' | 'dark' }) => Promise<void>;
  keyboard: { press: (key: string) => Promise<void>; type: (text: string) => Promise<void> };
}

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

/** What is used of Playwright's browser besides. */
interface Tracer {
  startTracing: (page: Page, options: { categories: string[] }) => Promise<void>;
  stopTracing: () => Promise<Uint8Array>;
}

describe.skipIf(leftOut)('the playground (needs a browser and `npm ci` in examples/playground)', () => {
  let browser: Browser & Tracer;
  beforeAll(async () => {
    const { status, stderr } = spawnSync(process.execPath, [vite, 'build'], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    browser = await launch() as Browser & Tracer;
  });
  afterAll(async () => { await browser.close(); });

  /** Opens the page as it was built; at the end there must not have been a single complaint. */
  async function open(hash: string, use: (page: Page) => Promise<void>): Promise<void> {
    const path = `examples/playground/dist/index.html#${hash}`;
    await visit(browser, { path, policy: 'script-src \'self\' \'wasm-unsafe-eval\'' }, async (visited, complaints) => {
      const page = visited as unknown as Page;
      await page.setViewportSize({ width: 1440, height: 900 });
      // It listens to keys from its first picture on, which may come after the page has been loaded.
      await page.evaluate('new Promise((then) => { requestAnimationFrame(() => { setTimeout(then); }); })');
      await use(page);
      expect(complaints).toEqual([]);
    });
  }
  const hashOf = (state: Record<string, string>) => new URLSearchParams(state).toString();

  /** What the boxes of the graph say, of each run: name, data and grad. */
  const boxes = (page: Page, run = '.run') => page.evaluate<Record<string, string[]>>(`Object.fromEntries(
    [...document.querySelectorAll('${run} .box')].map((box) => [box.dataset.name, [
      box.querySelector('.data input')?.value ?? box.querySelector('.data .number').textContent,
      box.querySelector('.grad .number').textContent,
    ]]))`);
  const seesBoxes = (page: Page, run?: string) => expect.poll(() => boxes(page, run));
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const reading = async (page: Page, name: string) =>
    (await page.locator(`.reading:has(dt:text-is("${name}")) dd`).innerText());
  const sees = (page: Page, name: string) => expect.poll(() => reading(page, name));

  describe('expression room', () => {
    it('shows the lecture’s expression with its numbers: L = -8, and the grads 6, -4, -2, -2, 4', async () => {
      await open('', async (page) => {
        await seesBoxes(page).toEqual({
          a: ['2', '6'], b: ['-3', '−4'], c: ['10', '−2'], f: ['-2', '4'],
          e: ['−6', '−2'], d: ['4', '−2'], L: ['−8', '1'],
        });
      });
    });

    it('shows the lecture’s neuron: -1.5, 1, 0.5, 0', async () => {
      await open('', async (page) => {
        await page.getByLabel('From the lecture').selectOption('A neuron with tanh');
        await seesBoxes(page).toMatchObject({
          x1: ['2', '−1.5'], w1: ['-3', '1'], x2: ['0', '0.5'], w2: ['1', '0'], b: ['6.8814', '0.5'],
          n: ['0.8814', '0.5'], o: ['0.7071', '1'],
        });
      });
    });

    it('steps b = a + a back to a.grad = 2 by two arrivals, and forward again', async () => {
      await open(hashOf({ formula: 'a = 3\nb = a + a', step: '0' }), async (page) => {
        await seesBoxes(page).toEqual({ a: ['3', '·'], b: ['·', '·'] });
        const step = button(page, 'One step on');
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '·'], b: ['6', '·'] });
        expect(await page.locator('.step').innerText()).toContain('b = a + a = 3 + 3 = 6');
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '·'], b: ['6', '1'] });
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', '1'] });
        const said = (await page.locator('.step').innerText()).replace(/\s+/g, ' ');
        expect(said).toContain('db/da = 1 a.grad += 1 × 1 = 1 0 → 1');
        expect(said).toContain('db/da = 1 a.grad += 1 × 1 = 1 1 → 2');
        expect(await page.locator('.amount').count()).toBe(2);
        expect(await step.isDisabled()).toBe(true);
        await button(page, 'One step back').click();
        await seesBoxes(page).toEqual({ a: ['3', '·'], b: ['6', '1'] });
        await button(page, 'To the beginning').click();
        await seesBoxes(page).toEqual({ a: ['3', '·'], b: ['·', '·'] });
        await button(page, 'To the end').click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', '1'] });
      });
    });

    it('replays from the beginning until it is paused, and steps by the arrows of its slider', async () => {
      const formula = `a = 3\nb = a${' + a'.repeat(30)}`; // a step is shown for 1.2 s: it takes a minute to the end
      await open(hashOf({ formula }), async (page) => {
        const place = async () => Number.parseInt(await page.locator('.transport .count').innerText());
        const end = await place();
        await button(page, 'Replay').click();
        await expect.poll(place).toBeLessThan(end);
        await expect.poll(place).toBeGreaterThan(0);
        await button(page, 'Pause').click();
        const pausedAt = await place();
        expect(pausedAt).toBeLessThan(end);
        await page.getByRole('slider', { name: 'Step' }).press('ArrowRight');
        await expect.poll(place).toBe(pausedAt + 1);
      });
    });

    it('says the rule and the numbers of a step: d e / d a = b = -3', async () => {
      await open('', async (page) => {
        const said = (await page.locator('.step').innerText()).replace(/\s+/g, ' ');
        expect(said).toContain('e = a * b e.grad is −2');
        expect(said).toContain('de/da = b = −3 a.grad += −3 × (−2) = 6 0 → 6');
        expect(said).toContain('de/db = a = 2 b.grad += 2 × (−2) = −4 0 → −4');
      });
    });

    it('lets a leaf be changed, and everything follows, the text too', async () => {
      await open('', async (page) => {
        await page.getByLabel('data of a', { exact: true }).fill('-4.5');
        await seesBoxes(page).toMatchObject({ e: ['13.5', '−2'], L: ['−47', '1'], b: ['-3', '9'], f: ['-2', '23.5'] });
        expect(await page.locator('#formula').inputValue()).toMatch(/^a = -4.5\nb = -3\n/);
      });
    });

    it('takes a formula of one’s own, and says where it is wrong', async () => {
      await open('', async (page) => {
        const formula = page.locator('#formula');
        await formula.fill('(p * q + 2) ** 2');
        await seesBoxes(page).toMatchObject({ p: ['1', '6'], q: ['1', '6'], 2: ['2', '9.8875'] });
        await formula.fill('p * * q');
        await expect.poll(() => page.locator('#formula-error').innerText()).toContain('^');
        expect(Object.keys(await boxes(page))).toContain('p'); // the last graph stays
        await formula.fill('p * q');
        await seesBoxes(page).toMatchObject({ p: ['1', '1'] });
        expect(await page.locator('#formula-error').innerText()).toBe('');
      });
    });

    it('has every formula of the list, and makes a graph larger and smaller', async () => {
      await open('', async (page) => {
        for (const { name, text } of presets) {
          await page.getByLabel('From the lecture').selectOption(name);
          await expect.poll(() => page.locator('#formula').inputValue()).toBe(text);
          await expect.poll(() => page.locator('.box.backward').count()).toBe(1);
        }
        const width = () => page.evaluate<number>('document.querySelector(".graph-size").offsetWidth');
        const before = await width();
        await button(page, 'Larger').click();
        await expect.poll(width).toBeGreaterThan(before);
        await button(page, 'Smaller').click();
        await expect.poll(width).toBe(before);
      });
    });

    it('shows the classic bugs beside the right run', async () => {
      await open(hashOf({ formula: 'a = 1\nb = a + a\nc = b + b' }), async (page) => {
        await page.getByLabel('= for +=', { exact: true }).check({ force: true });
        await seesBoxes(page, '.run.right').toMatchObject({ a: ['1', '4'], b: ['2', '2'] });
        await seesBoxes(page, '.run.overwrite').toMatchObject({ a: ['1', '1'], b: ['2', '1'] });
        expect(await page.locator('.run.overwrite .box[data-name="a"] .wanted').innerText()).toBe('not 4');
        await page.getByLabel('no order', { exact: true }).check({ force: true });
        await seesBoxes(page, '.run.unordered').toMatchObject({ a: ['1', '6'], b: ['2', '2'] });
        await page.getByLabel('From the lecture').selectOption('L = (a * b + c) * f');
        await expect.poll(() => page.locator('.side .note').innerText()).toContain('does no harm');
      });
    });

    it('fits on a narrow screen: nothing but the graph scrolls sideways', async () => {
      await open('', async (page) => {
        await page.setViewportSize({ width: 390, height: 844 });
        await seesBoxes(page).toMatchObject({ L: ['−8', '1'] });
        for (const room of ['Expression', 'Training']) {
          await button(page, room).click();
          await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        }
      });
    });
  });

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
        await page.getByLabel('eager', { exact: true }).check({ force: true });
        await trains();
        const numbers = {
          'How many': '40', Noise: '0.2', Seed: '7', 'Learning rate': '0.01', Regularization: '0.001',
          'Batch size (0: all points)': '8',
        };
        for (const [name, number] of Object.entries(numbers)) await page.getByLabel(name, { exact: true }).fill(number);
        await trains();
        await expect.poll(() => decodeURIComponent(page.url()).replaceAll('+', ' ')).toContain(
          'dataset=yin-yang&samples=40&noise=0.2&activation=linear&loss=squared error&optimizer=SGD with momentum&' +
          'learningRate=0.01&regularization=0.001&batch=8&seed=7&engine=eager&pace=full speed');
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
        await button(page, 'Remove all points').click();
        await expect.poll(url).not.toContain('points=');
      });
    });

    it('sends a point through: its graph, with data and grads, in the expression room', async () => {
      await open('room=training&layers=2', async (page) => {
        await sees(page, 'Step').toBe('0');
        await page.getByRole('application').click({ position: { x: 120, y: 100 } });
        await button(page, 'Send it through').click();
        await expect.poll(async () => Object.keys(await boxes(page))).toContain('loss');
        const { loss, score } = await boxes(page);
        expect(loss[1]).toBe('1');
        expect(score[0]).toMatch(/^−?\d/);
        await button(page, 'One step back').click();
        await button(page, 'Training').click();
        await sees(page, 'Step').toBe('0');
      });
    });

    it('paints into each neuron what it gives, and nothing beside it', async () => {
      await open('room=training&layers=9-3', async (page) => {
        await sees(page, 'Step').toBe('0');
        // The opacity at the middle of each neuron, and 3 pixels to the left of it.
        const opacities = () => page.evaluate<number[][]>(`(() => {
          const canvas = document.querySelector('.network-picture');
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
        // The neurons share one. With one each there were 196, handed over one by one: a press waited 160 ms for them.
        expect(await page.locator('canvas').count()).toBe(4);
        const step = await reading(page, 'Step');
        await browser.startTracing(page, { categories: ['toplevel'] });
        let delays = await delaysOf(page, 4000);
        const task = longestTask(JSON.parse(new TextDecoder().decode(await browser.stopTracing())) as Trace);
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

  describe('the page', () => {
    it('comes back from its address as it was', async () => {
      const hash = hashOf({
        room: 'training', theme: 'dark', dataset: 'yin-yang', samples: '60', noise: '0', layers: '5-3',
        activation: 'relu', loss: 'cross-entropy', optimizer: 'SGD', learningRate: '0.5', regularization: '0.01',
        batch: '16', seed: '5', engine: 'eager', pace: '10',
      });
      await open('', async (page) => {
        const url = `${page.url().replace(/#.*/, '')}#${hash}`;
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await sees(page, 'Step').toBe('0');
        const loss = await reading(page, 'Loss');
        await expect.poll(() => page.url()).toBe(url);
        await page.reload();
        await sees(page, 'Loss').toBe(loss);
        expect(await page.getByLabel('Optimizer', { exact: true }).inputValue()).toBe('SGD');
        expect(page.url()).toBe(url);
      });
    });

    it('has a link for a lesson, without the controls that it does not need', async () => {
      await open('', async (page) => {
        await page.locator('summary').click();
        for (const part of ['formula', 'bugs', 'steps']) await page.getByLabel(`hide ${part}`, { exact: true }).check();
        await expect.poll(() => page.url()).toContain('hide=formula-bugs-steps');
        expect(await page.getByLabel('The link', { exact: true }).inputValue()).toBe(page.url());
        await button(page, 'Copy the link').click();
        await page.reload();
        await seesBoxes(page).toMatchObject({ L: ['−8', '1'] });
        const hidden = ['#formula', '.segments', '.transport', '.step'];
        for (const css of hidden) expect(await page.locator(css).count()).toBe(0);
        await page.evaluate('location.hash = "room=training&hide=data-network-training-curves"');
        await sees(page, 'Step').toBe('0');
        for (const css of ['.controls', '.stepper', '.curves']) expect(await page.locator(css).count()).toBe(0);
      });
    });

    it('is light or dark as the system, or as one chooses', async () => {
      await open('', async (page) => {
        const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
        const light = await ground();
        await page.emulateMedia({ colorScheme: 'dark' });
        await expect.poll(ground).not.toBe(light);
        const dark = await ground();
        await page.getByLabel('Colours', { exact: true }).selectOption('light');
        await expect.poll(ground).toBe(light);
        await page.getByLabel('Colours', { exact: true }).selectOption('dark');
        await expect.poll(ground).toBe(dark);
      });
    });

    it('can be used with the keyboard alone', async () => {
      await open('', async (page) => {
        const focused = () => page.evaluate<string>(`(() => {
          const { ariaLabel, labels, textContent } = document.activeElement;
          return ariaLabel ?? labels?.[0]?.textContent.trim() ?? textContent.trim();
        })()`);
        /** Tabs on until that control has the focus. */
        const tabTo = async (name: string) => {
          for (let i = 0; i < 60; i++) {
            await page.keyboard.press('Tab');
            if (await focused() === name) return;
          }
          throw new Error(`the Tab key does not reach ${name}`);
        };
        await page.keyboard.press('ArrowLeft'); // the arrows step, where nothing else wants them
        await seesBoxes(page).toMatchObject({ a: ['2', '·'], e: ['−6', '−2'] });
        await tabTo('data of f');
        await page.keyboard.press('Control+A');
        await page.keyboard.type('5');
        await seesBoxes(page).toMatchObject({ L: ['20', '1'] });
        await page.evaluate('document.activeElement.blur()');
        await tabTo('Training');
        await page.keyboard.press('Enter');
        await sees(page, 'Step').toBe('0');
        await tabTo('One step');
        await page.keyboard.press('Space');
        await sees(page, 'Step').toBe('1');
        await tabTo('Layer 2, neuron 1');
        await tabTo('bias');
        await page.keyboard.press('Control+A');
        await page.keyboard.type('-1');
        await page.keyboard.press('Tab');
        await expect.poll(() => page.getByLabel('bias', { exact: true }).inputValue()).toBe('-1.0000');
      });
    });

    it('is built on nothing from another host', async () => {
      await open('room=training', async (page) => {
        await sees(page, 'Step').toBe('0');
        const origins = await page.evaluate<string[]>(
          '[...new Set(performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin))]');
        expect(origins).toEqual([new URL(page.url()).origin]);
      });
    });

    const axe = join(folder, 'node_modules', 'axe-core', 'axe.min.js');
    const bug = hashOf({ formula: 'a = 1\nb = a + a', way: 'overwrite' });
    const rooms = [
      { room: 'the expression room', hash: 'step=6' },
      { room: 'the expression room with a bug', hash: bug },
      { room: 'the training room', hash: 'room=training' },
      { room: 'the training room by hand', hash: 'room=training&dataset=by+hand&points=1,1,0_-1,1,2' },
    ];
    const sizes = [{ width: 1440, height: 900 }, { width: 390, height: 844 }];
    const sights = rooms.flatMap((room) => ['light', 'dark'].flatMap((theme) =>
      sizes.map((size) => ({ ...room, ...size, theme }))));
    it.each(sights)('has no barrier that axe finds: $room, $theme, $width wide', async (sight) => {
      const { room, hash, theme, width, height } = sight;
      await open(`${hash}&theme=${theme}`, async (page) => {
        await page.setViewportSize({ width, height });
        if (room.includes('training')) await sees(page, 'Step').toBe('0');
        await page.evaluate(readFileSync(axe, 'utf8'));
        const violations = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
        expect(violations).toEqual([]);
      });
    });
  });

  it('is opened by `npm run playground`, which says where it is', async () => {
    const command = [join(folder, 'open.mjs'), '--no-open'];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let said = '';
      child.stdout.on('data', (text) => { said += stripVTControlCharacters(String(text)); });
      await expect.poll(() => said).toMatch(/Local: +http\S+\s/);
      const page = await browser.newPage() as unknown as Page & { close: () => Promise<void> };
      await page.goto(/Local: +(http\S+)/.exec(said)?.[1] ?? '');
      await seesBoxes(page).toMatchObject({ L: ['−8', '1'] });
      await button(page, 'Training').click();
      await sees(page, 'Step').toBe('0');
      await page.close();
    } finally {
      child.kill();
    }
  });
});
