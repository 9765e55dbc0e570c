// The expression room in a real browser, by mouse and by keyboard.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { presets } from '../../../examples/playground/src/expression/presets.ts';
import { words } from '../../../examples/playground/src/words/index.ts';
import { button, hashOf, open, sees, seesBoxes } from './context.ts';

export function expressionRoom(): void {
  describe('expression room', () => {
    it('opens at the beginning, with a sentence that says what to do, and a Step button', async () => {
      await open('', async (page) => {
        await seesBoxes(page).toMatchObject({ a: ['2', '?'], e: ['?', '?'], L: ['?', '?'] });
        expect(await page.locator('.step').innerText()).toContain('Press Step');
        expect(await button(page, 'One step on').getAttribute('aria-disabled')).toBe(null);
      });
    });

    it('shows the lecture’s expression with its numbers: L = -8, and the grads 6, -4, -2, -2, 4', async () => {
      await open('step=-1', async (page) => {
        await seesBoxes(page).toEqual({
          a: ['2', '6'], b: ['-3', '−4'], c: ['10', '−2'], f: ['-2', '4'],
          e: ['−6', '−2'], d: ['4', '−2'], L: ['−8', '1'],
        });
      });
    });

    it('shows the lecture’s neuron: -1.5, 1, 0.5, 0', async () => {
      await open('', async (page) => {
        await page.getByLabel('Expression', { exact: true }).selectOption('A neuron with tanh');
        await seesBoxes(page).toMatchObject({ x1: ['2', '?'], o: ['?', '?'] });
        await button(page, 'To the end').click();
        await seesBoxes(page).toMatchObject({
          x1: ['2', '−1.5'], w1: ['-3', '1'], x2: ['0', '0.5'], w2: ['1', '0'], b: ['6.8814', '0.5'],
          n: ['0.8814', '0.5'], o: ['0.7071', '1'],
        });
      });
    });

    it('steps b = a + a back to a.grad = 2 by two arrivals, and forward again', async () => {
      await open(hashOf({ formula: 'a = 3\nb = a + a', step: '0' }), async (page) => {
        await seesBoxes(page).toEqual({ a: ['3', '?'], b: ['?', '?'] });
        const step = button(page, 'One step on');
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '?'], b: ['6', '?'] });
        expect(await page.locator('.step').innerText()).toContain('b = a + a = 3 + 3 = 6');
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '?'], b: ['6', '1'] });
        await step.click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', '1'] });
        const said = (await page.locator('.step').innerText()).replace(/\s+/g, ' ');
        expect(said).toContain('db/da = 1 a.grad += 1 × 1 = 1 0 → 1');
        expect(said).toContain('db/da = 1 a.grad += 1 × 1 = 1 1 → 2');
        expect(await page.locator('.amount').count()).toBe(2);
        expect(await step.getAttribute('aria-disabled')).toBe('true');
        await button(page, 'One step back').click();
        await seesBoxes(page).toEqual({ a: ['3', '?'], b: ['6', '1'] });
        await button(page, 'To the beginning').click();
        await seesBoxes(page).toEqual({ a: ['3', '?'], b: ['?', '?'] });
        await button(page, 'To the end').click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', '1'] });
      });
    });

    it('replays from the beginning until it is paused, and steps by the arrows of its slider', async () => {
      const formula = `a = 3\nb = a${' + a'.repeat(30)}`; // a step is shown for 1.2 s: it takes a minute to the end
      await open(hashOf({ formula, step: '-1' }), async (page) => {
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
      await open('step=-1', async (page) => {
        const said = (await page.locator('.step').innerText()).replace(/\s+/g, ' ');
        expect(said).toContain('e = a × b e.grad is −2');
        expect(said).toContain('de/da = b = −3 a.grad += −3 × (−2) = 6 0 → 6');
        expect(said).toContain('de/db = a = 2 b.grad += 2 × (−2) = −4 0 → −4');
      });
    });

    it('lets a leaf be changed, and everything follows, the text too', async () => {
      await open('step=-1', async (page) => {
        await page.getByLabel('data of a', { exact: true }).fill('-4.5');
        await seesBoxes(page).toMatchObject({
          e: ['13.5', '−2'], L: ['−47', '1'], b: ['-3', '9'], f: ['-2', '23.5'],
        });
        expect(await page.locator('#formula').inputValue()).toMatch(/^a = -4.5\nb = -3\n/);
      });
    });

    it('takes a formula of one’s own, and says where it is wrong', async () => {
      await open('step=-1', async (page) => {
        const formula = page.locator('#formula');
        await formula.fill('(p * q + 2) ** 2');
        await seesBoxes(page).toMatchObject({ p: ['1', '6'], q: ['1', '6'] });
        expect(await page.locator('.box.constant').count()).toBe(2);
        expect(await page.locator('.box.constant .grad').count()).toBe(0); // constants have no gradient
        await formula.fill('p * * q');
        await expect.poll(() => page.locator('#formula-error').innerText()).toContain('^');
        expect(await page.locator('.graphs.stale .box[data-name="p"]').count()).toBe(1); // the last graph stays, greyed
        expect(await page.locator('.stale-note').innerText()).toContain('last one without a mistake');
        await formula.fill('p * q');
        await seesBoxes(page).toMatchObject({ p: ['1', '1'] });
        expect(await page.locator('#formula-error').innerText()).toBe('');
        expect(await page.locator('.stale-note').count()).toBe(0);
      });
    });

    it('writes nothing into a text with a mistake: a leaf would land in the wrong place', async () => {
      await open(hashOf({ formula: 'a = 2\nb = a ** 2' }), async (page) => {
        const leaf = page.getByLabel('data of 2', { exact: true });
        await page.locator('#formula').fill('x = 123456789\na = 2\nb = a ^ 2');
        await expect.poll(() => leaf.isDisabled()).toBe(true);
        expect(await page.getByLabel('data of a', { exact: true }).isDisabled()).toBe(true);
        await page.locator('#formula').fill('x = 123456789\na = 2\nb = a ** 2');
        await expect.poll(() => leaf.isDisabled()).toBe(false);
        await leaf.fill('7');
        await expect.poll(() => page.locator('#formula').inputValue()).toBe('x = 123456789\na = 2\nb = a ** 7');
      });
    });

    it('keeps a formula of one’s own through presets, Ctrl+Z, Back, a sent point and a reload', async () => {
      await open('', async (page) => {
        const formula = page.locator('#formula');
        const choice = page.getByLabel('Expression', { exact: true });
        const text = () => expect.poll(() => formula.inputValue());
        const mine = 'p = 3\nq = p * p';
        await formula.fill(mine);
        await choice.selectOption('A neuron with tanh');
        await text().toContain('tanh(n)');
        await formula.press('Control+z');
        await text().toBe(mine);
        await formula.press('Control+Shift+z');
        await text().toContain('tanh(n)');
        await page.goBack();
        await text().toBe(mine);
        await choice.selectOption('Used twice: b = a + a');
        await choice.selectOption('your own: q = p * p');
        await text().toBe(mine);
        await button(page, 'Training').click();
        await sees(page, 'Step').toBe('0');
        await page.goBack();
        await text().toBe(mine);
        await page.evaluate('location.hash = "preset=order"');
        await text().toContain('c = b + b');
        await page.reload();
        await text().toContain('c = b + b');
        await choice.selectOption('your own: q = p * p');
        await text().toBe(mine);
      });
    });

    it('has every formula of the list; + and − zoom, Fit shows all of it again', async () => {
      await open('step=-1', async (page) => {
        for (const { id, text } of presets) {
          await page.getByLabel('Expression', { exact: true }).selectOption(words.expression.formula.presets[id]);
          await expect.poll(() => page.locator('#formula').inputValue()).toBe(text);
          await button(page, 'To the end').click();
          await expect.poll(() => page.locator('.box.backward').count()).toBe(1);
        }
        await page.evaluate('location.hash = ""');
        const width = () => page.evaluate<number>('document.querySelector(".box").getBoundingClientRect().width');
        const before = await width();
        await button(page, 'Larger').click();
        await expect.poll(width).toBeGreaterThan(before);
        await button(page, 'Smaller').click();
        await expect.poll(async () => Math.round(await width())).toBe(Math.round(before));
        await page.keyboard.press('+');
        await expect.poll(width).toBeGreaterThan(before);
        await button(page, 'Fit to the window').click();
        await expect.poll(width).toBe(before);
      });
    });

    it('shows the derivative of the neuron, steps it, differentiates it again, and goes back from it', async () => {
      await open('preset=neuron&step=-1', async (page) => {
        const text = () => expect.poll(() => page.locator('#formula').inputValue());
        const derive = button(page, 'Derivative with respect to');
        await page.getByLabel('Differentiate with respect to', { exact: true }).selectOption('w1');
        await derive.click();
        await text().toMatch(/\no = tanh\(n\)\ndo_dw1 = \(1 - o \* o\) \* x1$/);
        await seesBoxes(page).toMatchObject({ w1: ['-3', '?'], o: ['?', '?'], do_dw1: ['?', '?'] });
        await button(page, 'One step on').click();
        expect(await page.locator('.step').innerText()).toContain('x1w1 = x1 × w1');
        await button(page, 'To the end').click();
        await seesBoxes(page).toMatchObject({ do_dw1: ['1', '1'], w1: ['-3', '−2.8284'] }); // -2 o (1 - o²) x1²
        await derive.click(); // w1 is still chosen
        await seesBoxes(page).toMatchObject({ w1: ['-3', '?'], ddo_dw1_dw1: ['?', '?'] });
        await button(page, 'To the end').click();
        await seesBoxes(page).toMatchObject({ ddo_dw1_dw1: ['−2.8284', '1'], w1: ['-3', '4'] }); // d3o/dw1³
        await page.locator('#formula').press('Control+z');
        await text().toMatch(/\ndo_dw1 = .*$/);
        await page.locator('#formula').press('Control+Shift+z');
        await text().toMatch(/\nddo_dw1_dw1 = .*$/);
        await page.goBack();
        await text().toMatch(/\ndo_dw1 = .*$/);
        await page.goBack();
        await text().toMatch(/\no = tanh\(n\)$/);
        await page.locator('#formula').fill('a = 2\nb = a ^ 2');
        await expect.poll(() => derive.isDisabled()).toBe(true); // the graph is not the text's
        await page.locator('#formula').fill('2 + 3');
        await expect.poll(() => derive.count()).toBe(0);
      });
    });

    it('zooms by the wheel about the pointer, and is dragged, with both runs side by side', async () => {
      await open('preset=order&way=unordered&step=-1', async (page) => {
        const places = () =>
          page.evaluate<number[][]>(`[...document.querySelectorAll('.box[data-name="b"]')].map((box) => {
          const [at, frame] = [box.getBoundingClientRect(), box.closest('.viewport').getBoundingClientRect()];
          return [at.left - frame.left, at.top - frame.top, at.width].map(Math.round);
        })`);
        const [[left, top, width], below] = await places();
        expect(below).toEqual([left, top, width]);
        const { x, y } = await page.evaluate<{ x: number; y: number }>(
          '(({ left, top }) => ({ x: left + 5, y: top + 5 }))' +
          '(document.querySelector(".viewport").getBoundingClientRect())');
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + 30, y + 20);
        await page.mouse.up();
        await expect.poll(places).toEqual([[left + 30, top + 20, width], [left + 30, top + 20, width]]);
        await page.mouse.wheel(0, -200);
        await expect.poll(async () => (await places())[1][2]).toBeGreaterThan(width);
        const [right, wrong] = await places();
        expect(wrong).toEqual(right);
      });
    });

    it('shows the classic bugs beside the correct run', async () => {
      await open(hashOf({ formula: 'a = 1\nb = a + a\nc = b + b', step: '-1' }), async (page) => {
        await page.getByLabel('= instead of +=', { exact: true }).check({ force: true });
        await seesBoxes(page, '.run.right').toMatchObject({ a: ['1', '4'], b: ['2', '2'] });
        await seesBoxes(page, '.run.overwrite').toMatchObject({ a: ['1', '1'], b: ['2', '1'] });
        expect(await page.locator('.run.overwrite .box[data-name="a"] .wanted').innerText()).toBe('not 4');
        await page.getByLabel('no order', { exact: true }).check({ force: true });
        await seesBoxes(page, '.run.unordered').toMatchObject({ a: ['1', '8'], b: ['2', '2'] }); // as in the assignment
        await page.getByLabel('Expression', { exact: true }).selectOption('L = (a * b + c) * f');
        await expect.poll(() => page.locator('.run.unordered .note').innerText()).toContain('does no harm');
      });
    });

    it('hides each number until it is clicked, for those who predict first', async () => {
      await open(hashOf({ formula: 'a = 3\nb = a + a', step: '-1' }), async (page) => {
        await page.getByLabel('Predict first', { exact: true }).check();
        await seesBoxes(page).toEqual({ a: ['3', 'show'], b: ['show', 'show'] });
        expect(await page.locator('.amount').count()).toBe(0);
        expect(await page.locator('.step').innerText()).not.toContain('2');
        await page.locator('.box[data-name="a"] .grad button').click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['show', 'show'] });
        expect(await page.locator('.amount').count()).toBe(2);
        await page.locator('.box[data-name="b"] .data button').click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', 'show'] });
        await page.getByLabel('Predict first', { exact: true }).click();
        await seesBoxes(page).toEqual({ a: ['3', '2'], b: ['6', '1'] });
      });
    });

    it('steps by arrows and by a clicker from wherever the focus is, and plays at three speeds', async () => {
      await open('', async (page) => {
        const place = () => page.locator('.transport .count').innerText();
        const sees = () => expect.poll(place);
        await page.locator('.viewport').click({ position: { x: 5, y: 5 } });
        await page.keyboard.press('PageDown');
        await sees().toBe('1 / 7');
        await page.getByLabel('data of a', { exact: true }).focus();
        await page.keyboard.press('ArrowRight'); // in a field it moves the caret
        await page.keyboard.press('Enter'); // leaves the field
        await page.keyboard.press('ArrowRight');
        await sees().toBe('2 / 7');
        await page.keyboard.press('End');
        await sees().toBe('7 / 7');
        await button(page, 'One step back').click();
        await button(page, 'One step on').click();
        await sees().toBe('7 / 7');
        await page.keyboard.press('PageUp'); // the button is not dead: the focus is still on it
        await sees().toBe('6 / 7');
        await page.getByLabel('Speed', { exact: true }).selectOption('fast');
        await page.locator('.viewport').click({ position: { x: 5, y: 5 } });
        await page.keyboard.press('Home');
        const began = performance.now();
        await button(page, 'Play').click();
        await sees().toBe('3 / 7');
        expect(performance.now() - began).toBeGreaterThan(1400); // 3 steps of 500 ms
        await button(page, 'Pause').click();
      });
    });

    it('fills the screen with the graph and its arithmetic', async () => {
      await open('preset=neuron', async (page) => {
        await button(page, 'Full screen').click();
        await expect.poll(() => page.evaluate('document.fullscreenElement?.className')).toBe('stage');
        await page.keyboard.press('PageDown');
        await expect.poll(() => page.locator('.stage .step').innerText()).toContain('x1w1 = x1 × w1');
        await button(page, 'Leave the full screen').click();
        await expect.poll(() => page.evaluate('document.fullscreenElement')).toBe(null);
      });
    });

    it('copies the graph as a program, names what micrograd lacks, and saves it as a picture', async () => {
      await open('preset=neuron&step=-1', async (page) => {
        await page.evaluate('navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }');
        await page.locator('.menu summary:text-is("Copy or save")').click();
        await button(page, 'Copy as TypeScript').click();
        await expect.poll(() => page.evaluate('globalThis.copied')).toContain('const o = n.tanh();');
        await button(page, 'Copy as Python with PyTorch').click();
        await expect.poll(() => page.evaluate('globalThis.copied')).toContain('o = n.tanh()\n');
        await button(page, 'Copy as Python with micrograd').click();
        await expect.poll(() => page.locator('.side .menu').innerText())
          .toContain('micrograd has no tanh, which o needs.');
        const [download] = await Promise.all([
          page.waitForEvent('download'), button(page, 'Save the picture (SVG)').click(),
        ]);
        expect(download.suggestedFilename()).toBe('graph.svg');
        expect(readFileSync(await download.path(), 'utf8')).toContain('0.7071');
      });
    });

    const projectors = [[1440, 900], [1280, 720], [1024, 768]].flatMap(([width, height]) =>
      (['right', 'overwrite', 'unordered'] as const).map((way) => ({ width, height, way })));
    it.each(projectors)('shows all of the neuron at $width x $height, $way, in letters of 12 and more', async (at) => {
      await open(hashOf({ preset: 'neuron', step: '-1', way: at.way }), async (page) => {
        await page.setViewportSize(at);
        const seen = () => page.evaluate<{ hidden: string[]; letters: number; scrolls: boolean }>(`(() => {
          const hidden = [...document.querySelectorAll('.viewport')].flatMap((frame) => {
            const outer = frame.getBoundingClientRect();
            return [...frame.querySelectorAll('.box')].filter((box) => {
              const { left, right, top, bottom } = box.getBoundingClientRect();
              return left < outer.left || right > outer.right || top < outer.top || bottom > outer.bottom ||
                bottom > innerHeight || right > innerWidth;
            }).map((box) => box.dataset.name);
          });
          const box = document.querySelector('.box');
          const scale = box.getBoundingClientRect().width / box.offsetWidth;
          const letters = parseFloat(getComputedStyle(box).fontSize) * scale;
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { hidden, letters, scrolls: scrollWidth > innerWidth || scrollHeight > innerHeight };
        })()`);
        await expect.poll(async () => (await seen()).hidden).toEqual([]);
        const { letters, scrolls } = await seen();
        expect(scrolls).toBe(false);
        expect(letters).toBeGreaterThanOrEqual(at.way === 'right' ? 14 : 12);
      });
    });

    it('fits on a narrow screen: nothing but the graph scrolls sideways', async () => {
      await open('step=-1', async (page) => {
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
