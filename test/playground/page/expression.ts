// The expression room in a real browser, by mouse and by keyboard.
import { describe, expect, it } from 'vitest';
import { presets } from '../../../examples/playground/src/expression/presets.ts';
import { words } from '../../../examples/playground/src/words/index.ts';
import { boxes, button, hashOf, open, seesBoxes } from './context.ts';

export function expressionRoom(): void {
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
        for (const { id, text } of presets) {
          await page.getByLabel('From the lecture').selectOption(words.expression.formula.presets[id]);
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
}
