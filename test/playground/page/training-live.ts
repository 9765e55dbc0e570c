// The training room in a real browser: Karpathy's demo, gradients that are seen live, a point on its way, and what the
// page says when something is not as it should be.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import notebook from '../../fixtures/notebook-run.json' with { type: 'json' };
import { boxes, button, folder, hashOf, open, reading, sees, seesBoxes, type Page } from './context.ts';

const textOf = async (page: Page, css: string) => (await page.locator(css).innerText()).replace(/\s+/g, ' ');
const tableOf = (page: Page, css: string) => page.evaluate<string[][]>(`[...document.querySelectorAll('${css} tr')].map(
  (row) => [...row.cells].map((cell) => cell.querySelector('input')?.value ?? cell.textContent))`);
/** A minus sign as the page prints it. */
const numberOf = (text: string) => Number(text.replaceAll('−', '-'));
const click = (page: Page, css: string, x: number, y: number) => page.locator(css).click({ position: { x, y } });

export function liveTraining(): void {
  describe('training room, live', () => {
    it('runs Karpathy’s demo as a preset, to the last digits, and pauses at its end', async () => {
      await open('room=training', async (page) => {
        await page.getByLabel('Start from', { exact: true }).selectOption('Karpathy’s demo: moons, 16-16, 100 steps');
        await sees(page, 'Step').toBe('0');
        await expect.poll(() => page.url()).toContain('layers=16-16');
        await page.locator('.log summary').click();
        const lines = async () => (await page.locator('.log pre').innerText()).split('\n');
        for (let step = 1; step <= 3; step++) {
          await button(page, 'One step').click();
          await sees(page, 'Step').toBe(String(step));
        }
        await page.getByLabel('Pace', { exact: true }).selectOption('full speed');
        await button(page, 'Play').click();
        await sees(page, 'Step').toBe('100');
        await sees(page, 'Learning rate').toBe('0.1');
        expect(await textOf(page, '.notice')).toContain('training paused');
        const seen = (await lines()).filter((line) => !line.startsWith('step 100 '));
        expect(seen.length).toBeGreaterThanOrEqual(4);
        for (const line of seen) {
          const [, step, loss, accuracy] = /^step (\d+) loss (\S+), accuracy (\S+)%$/.exec(line) ?? [];
          const wanted = notebook.steps[Number(step)];
          expect(Math.abs(Number(loss) - wanted.loss)).toBeLessThanOrEqual(1e-14); // as in training-run.test.ts
          expect(Number(accuracy)).toBe(wanted.accuracyPercent);
        }
        await page.reload();
        await sees(page, 'Step').toBe('0');
        expect(await page.getByLabel('Start from', { exact: true }).inputValue()).toBe('demo');
      });
    });

    it('shows each weight’s gradient, and what the optimizer remembers, beside its value', async () => {
      await open(hashOf({ room: 'training', optimizer: 'SGD with momentum', learningRate: '0.1' }), async (page) => {
        await sees(page, 'Step').toBe('0');
        await button(page, 'Layer 2, neuron 3').click();
        const table = () => tableOf(page, '.inspector');
        await expect.poll(async () => (await table())[0]).toEqual(['weight of', 'value', 'gradient', 'velocity']);
        const before = await table();
        expect(before.length).toBe(1 + 4 + 1);
        expect(before[1].slice(2)).toEqual(['–', '–']);
        await button(page, 'One step').click();
        await sees(page, 'Step').toBe('1');
        const after = await table();
        for (let row = 1; row < after.length; row++) {
          const [old] = before[row].slice(1).map(numberOf);
          const [value, gradient, velocity] = after[row].slice(1).map(numberOf);
          expect(velocity).toBe(gradient); // of the first step
          expect(Math.abs(value - (old - 0.1 * gradient))).toBeLessThan(2e-4); // four decimals are shown
        }
        await page.getByLabel('Optimizer', { exact: true }).selectOption('Adam');
        await expect.poll(async () => (await table())[0].slice(3)).toEqual(['mean', 'mean of squares']);
        await button(page, 'Let go').click();
        expect(await page.locator('.inspector').innerText()).toContain('Point at a neuron');
        await button(page, 'Layer 2, neuron 3').click();
        await button(page, 'Remove a layer').click(); // which has other neurons
        await expect.poll(() => page.locator('.inspector').innerText()).toContain('Point at a neuron');
      });
    });

    it('shows the gradients by layer, so that it is seen how they vanish', async () => {
      await open('room=training', async (page) => {
        await page.getByLabel('Start from', { exact: true })
          .selectOption('Vanishing gradients: six sigmoid layers');
        await page.getByLabel('gradients', { exact: true }).check({ force: true });
        await sees(page, 'Step').toBe('0');
        expect(await textOf(page, '.gradients')).toContain('Take a step');
        await button(page, 'One step').click();
        const table = () => tableOf(page, '.gradients');
        await expect.poll(async () => (await table()).map(([name]) => name)).toEqual(
          ['Layer 1', 'Layer 2', 'Layer 3', 'Layer 4', 'Layer 5', 'Layer 6', 'Output']);
        const sizes = (await table()).map(([, , size]) => numberOf(size));
        expect(sizes[0]).toBeLessThan(sizes[6] / 1000);
        const widths = await page.evaluate<number[]>(
          '[...document.querySelectorAll(".bar")].map(({ offsetWidth }) => offsetWidth)');
        expect(widths[0]).toBeLessThan(widths[6] / 1.5);
        await expect.poll(() => page.url()).toContain('lines=gradients');
      });
    });

    it('says that training diverged, and pauses', async () => {
      await open('room=training&pace=full+speed', async (page) => {
        await page.getByLabel('Start from', { exact: true }).selectOption('Diverging: a learning rate of 5');
        await page.getByLabel('Pace', { exact: true }).selectOption('full speed');
        await sees(page, 'Step').toBe('0');
        await button(page, 'Play').click();
        await expect.poll(() => page.locator('.notice').count()).toBe(1);
        expect(await textOf(page, '.notice')).toContain('Training diverged');
        expect(await reading(page, 'Loss')).toMatch(/NaN|∞/);
        expect(await button(page, 'Play').count()).toBe(1);
        await page.getByRole('button', { name: /^Reset/ }).click();
        await expect.poll(() => page.locator('.notice').count()).toBe(0);
      });
    });

    it('draws every weight of micrograd’s own network, and says which lines a larger one lacks', async () => {
      await open('room=training&layers=16-16', async (page) => {
        await sees(page, 'Step').toBe('0');
        const inked = () => page.evaluate<number>(`(() => {
          const canvas = document.querySelector('.network-picture');
          const spots = [...document.querySelectorAll('.neuron')].map((each) => each.getBoundingClientRect());
          const { left, top } = canvas.getBoundingClientRect();
          const middle = Math.round((spots[2].right + spots[18].left) / 2 - left);
          const { data } = canvas.getContext('2d').getImageData(middle, 0, 1, canvas.height);
          return data.filter((_, i) => i % 4 === 3).filter((opacity) => opacity > 0).length;
        })()`);
        await expect.poll(inked).toBeGreaterThan(50);
        expect(await page.locator('.left-out').count()).toBe(0);
        await page.evaluate('location.hash = "room=training&layers=32-32"');
        await expect.poll(() => page.locator('.left-out').count()).toBe(1);
        expect(await textOf(page, '.left-out')).toContain('1024 lines are not drawn');
      });
    });

    it('lets a weight be changed on its line', async () => {
      await open('room=training&layers=2', async (page) => {
        await sees(page, 'Step').toBe('0');
        const before = await reading(page, 'Loss');
        // The middle of the line from x1 to neuron 1.
        const [x, y] = await page.evaluate<number[]>(`(() => {
          const plan = document.querySelector('.network-plan').getBoundingClientRect();
          const [x1, , to] = [...document.querySelectorAll('.neuron')].map((each) => each.getBoundingClientRect());
          return [(x1.right + to.left) / 2 - plan.left, (x1.top + x1.bottom + to.top + to.bottom) / 4 - plan.top];
        })()`);
        await click(page, '.network-plan', x, y);
        const weight = page.getByLabel('weight of x1, on the line', { exact: true });
        await weight.fill('3.25');
        await sees(page, 'Loss').not.toBe(before);
        expect(await page.getByLabel('weight of x1', { exact: true }).inputValue()).toBe('3.2500');
        await page.locator('#page').press('Escape');
        expect(await weight.count()).toBe(0);
      });
    });

    it('shows large in the plane what a neuron gives, while somebody points at it', async () => {
      await open('room=training', async (page) => {
        await sees(page, 'Step').toBe('0');
        const pixels = () => page.evaluate<string>('document.querySelector(".plane canvas").toDataURL()');
        const width = () => page.evaluate<number>('document.querySelector(".plane canvas").width');
        const decision = await pixels();
        await button(page, 'Layer 1, neuron 4').hover();
        await expect.poll(() => textOf(page, '.plane-caption')).toContain('Layer 1, neuron 4');
        await expect.poll(width).toBe(96);
        const neuron = await pixels();
        expect(neuron).not.toBe(decision);
        await button(page, 'Play').hover();
        await expect.poll(pixels).toBe(decision);
        await page.getByLabel('two colours only', { exact: true }).check();
        await expect.poll(pixels).not.toBe(decision);
      });
    });

    it('has test points with their loss, and another draw of the points', async () => {
      await open('room=training&pace=full+speed&noise=0.4&samples=20', async (page) => {
        await sees(page, 'Step').toBe('0');
        expect(await page.locator('.reading').count()).toBe(5);
        const loss = await reading(page, 'Loss');
        await page.getByLabel('Test points', { exact: true }).fill('50');
        await sees(page, 'Test loss').toMatch(/^\d/);
        expect(await reading(page, 'Loss')).toBe(loss);
        expect(await textOf(page, '.curves .legend')).toContain('test loss');
        await page.getByRole('button', { name: /^New points/ }).click();
        await sees(page, 'Loss').not.toBe(loss);
        await expect.poll(() => page.url()).toContain('draw=1');
      });
    });

    it('sends a point through 16-16-1 neuron by neuron, and opens the graph of one', async () => {
      await open('room=training&layers=16-16&activation=relu', async (page) => {
        await sees(page, 'Step').toBe('0');
        await click(page, '.plane', 60, 60); // where there is no point
        expect(await textOf(page, '.chosen-point')).toContain('A made-up point');
        await page.getByLabel('class 1', { exact: true }).check({ force: true });
        await button(page, 'Send it through').click();
        const count = () => page.locator('.way .count').innerText();
        expect(await count()).toBe('1 / 67');
        expect(await textOf(page, '.way h4')).toContain('forward Layer 1, neuron 1');
        const rows = await tableOf(page, '.way');
        const [x1, weight, product] = rows[1].slice(1).map(numberOf);
        expect(Math.abs(x1 * weight - product)).toBeLessThan(2e-4);
        await button(page, 'Step').click();
        expect(await textOf(page, '.way h4')).toContain('Layer 1, neuron 2');
        await page.getByRole('slider', { name: 'Step of the point' }).fill('34');
        expect(await textOf(page, '.way h4')).toContain('loss max-margin');
        await button(page, 'Step').click();
        expect(await textOf(page, '.way h4')).toContain('backward Output 1');
        expect(await page.locator('.way thead th').count()).toBe(6);

        await button(page, 'Layer 2, neuron 5').click();
        expect(await textOf(page, '.way h4')).toContain('backward Layer 2, neuron 5');
        const bias = (await tableOf(page, '.way')).find(([name]) => name === 'bias') ?? [];
        await button(page, 'Open this neuron’s graph').click();
        await expect.poll(async () => Object.keys(await boxes(page))).toContain('n2_5');
        await button(page, 'To the end').click();
        await expect.poll(async () => numberOf((await boxes(page)).b[1])).toBe(numberOf(bias[4]));
        await button(page, 'Training').click();
        await sees(page, 'Step').toBe('0');
        expect(await textOf(page, '.way h4')).toContain('backward Layer 2, neuron 5');
      });
    });

    it('opens the whole graph of a small network, with data and grads', async () => {
      await open('room=training&layers=2', async (page) => {
        await sees(page, 'Step').toBe('0');
        await click(page, '.plane', 120, 100);
        await button(page, 'Send it through').click();
        await button(page, 'Open the whole graph').click();
        await expect.poll(async () => Object.keys(await boxes(page))).toContain('loss');
        await button(page, 'To the end').click();
        await seesBoxes(page).toMatchObject({ loss: [expect.stringMatching(/^\d/), '1'] });
      });
    });

    it('says why a gradient is 0', async () => {
      const far = { dataset: 'by hand', points: '-2,0,0_2,0,1', pace: 'full speed' };
      await open(hashOf({ room: 'training', ...far }), async (page) => {
        await sees(page, 'Step').toBe('0');
        await button(page, 'Play').click();
        await sees(page, 'Loss').toBe('0');
        await button(page, 'Pause').click();
        await page.getByLabel('choose', { exact: true }).check({ force: true });
        const spot = await page.evaluate<number>('document.querySelector(".plane").offsetWidth');
        await click(page, '.plane', spot * 0.9, spot / 2); // 2 of 2.5 to the right
        expect(await textOf(page, '.chosen-point')).toContain('Point 2: (2, 0), class 1');
        await button(page, 'Send it through').click();
        await page.getByRole('slider', { name: 'Step of the point' }).fill('11');
        expect(await textOf(page, '.way .notice')).toContain('So the loss is 0, and so is every gradient');
        await page.getByRole('button', { name: /^Layer 1, neuron 1/ }).click();
        expect(await textOf(page, '.way .notice')).toContain('send nothing back');
      });
    });

    it('does not take 50 for a learning rate of at most 10, and says so', async () => {
      await open('room=training', async (page) => {
        await sees(page, 'Step').toBe('0');
        const rate = page.getByLabel('Learning rate', { exact: true });
        await rate.focus();
        await page.keyboard.type('50');
        expect(await textOf(page, '.field:focus-within .limits')).toBe('0 to 10');
        await page.keyboard.press('Tab');
        expect(await rate.inputValue()).toBe('0.05');
        expect(await textOf(page, '.refused')).toBe('50 is not from 0 to 10. Nothing changed.');
        await rate.fill('0.5');
        await page.keyboard.press('Tab');
        expect(await page.locator('.refused').count()).toBe(0);
        await expect.poll(() => page.url()).toContain('learningRate=0.5');
      });
    });

    it('has no barrier that axe finds, with all of it open, at each size, light and dark', async () => {
      const hash = hashOf({ room: 'training', lines: 'gradients', noise: '0.2', test: '20', decay: '50' });
      await open(hash, async (page) => {
        await sees(page, 'Step').toBe('0');
        await page.evaluate(readFileSync(join(folder, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8'));
        const violations = () => page.evaluate<string[]>(`axe.run().then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
        const expectNone = async () => {
          for (const [width, height] of [[1440, 900], [1280, 720], [1024, 768], [390, 844]]) {
            await page.setViewportSize({ width, height });
            for (const theme of ['light', 'dark']) {
              await page.getByLabel('Colours', { exact: true }).selectOption(theme);
              expect(await violations(), `${width} wide, ${theme}`).toEqual([]);
              expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
            }
          }
        };
        await button(page, 'One step').click();
        await page.locator('.log summary').click();
        await button(page, 'Layer 1, neuron 2').click();
        await expectNone();
        await click(page, '.plane', 60, 60);
        await button(page, 'Send it through').click();
        await page.getByRole('slider', { name: 'Step of the point' }).fill('12');
        await page.locator('.folded > summary').click();
        await page.getByLabel('Noise', { exact: true }).fill('7');
        await expectNone();
      });
    });

    it('has its controls in view at 1024 wide, and one touch away on a phone', async () => {
      await open('room=training', async (page) => {
        await page.setViewportSize({ width: 1024, height: 768 });
        await sees(page, 'Step').toBe('0');
        const bottom = () => page.evaluate<number>('document.querySelector(".side").getBoundingClientRect().bottom');
        await expect.poll(bottom).toBeLessThan(768);
        await page.setViewportSize({ width: 390, height: 844 });
        const fold = page.locator('.folded > summary');
        await expect.poll(() => fold.count()).toBe(1);
        await fold.click();
        await page.getByLabel('Points', { exact: true }).selectOption('spiral');
        await expect.poll(() => page.url()).toContain('dataset=spiral');
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      });
    });
  });
}
