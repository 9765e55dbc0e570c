// The page around its rooms, in a real browser: its address, its look, its keys; and the command that opens it.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { button, folder, hashOf, open, reading, sees, seesBoxes, theBrowser, type Page } from './context.ts';

export function shell(): void {
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
        await page.locator('.menu summary:text-is("Lesson link")').click();
        for (const part of ['the formula', 'the bugs', 'the steps']) {
          await page.getByLabel(`hide ${part}`, { exact: true }).check();
        }
        await expect.poll(() => page.url()).toContain('hide=formula-bugs-steps');
        expect(await page.getByLabel('The link', { exact: true }).inputValue()).toBe(page.url());
        await button(page, 'Copy the link').click();
        await page.reload();
        await seesBoxes(page).toMatchObject({ a: ['2', '?'] });
        const hidden = ['#formula', '.segments', '.transport', '.step'];
        for (const css of hidden) expect(await page.locator(css).count()).toBe(0);
        await page.evaluate('location.hash = "room=training&hide=data-network-training-curves"');
        await sees(page, 'Step').toBe('0');
        for (const css of ['.controls', '.stepper', '.curves']) expect(await page.locator(css).count()).toBe(0);
      });
    });

    it('has menus that close by Esc and by a click elsewhere', async () => {
      await open('', async (page) => {
        const help = page.locator('.menu summary:text-is("Help")');
        const isOpen = () => page.evaluate('document.querySelector(".menu").open');
        await help.click();
        await expect.poll(isOpen).toBe(true);
        await page.keyboard.press('Escape');
        await expect.poll(isOpen).toBe(false);
        await help.click();
        expect(await page.locator('.menu-body a').count()).toBeGreaterThan(5);
        await page.locator('.step').click();
        await expect.poll(isOpen).toBe(false);
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
      await open('step=-1', async (page) => {
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
        await seesBoxes(page).toMatchObject({ a: ['2', '?'], e: ['−6', '−2'] });
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

    it('loads at most 130 KB, compressed, before it can be used', () => {
      const html = readFileSync(join(folder, 'dist', 'index.html'), 'utf8');
      const files = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, file]) => file);
      expect(files.length).toBeGreaterThan(1);
      const sizes = ['index.html', ...files].map((file) => gzipSync(readFileSync(join(folder, 'dist', file))).length);
      expect(sizes.reduce((a, b) => a + b)).toBeLessThan(130_000);
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
    const mistake = hashOf({ formula: 'a = 2\nb = a ^ 2' });
    const rooms = [
      { room: 'the expression room', hash: 'step=6' },
      { room: 'the expression room with a bug, predicting', hash: `${bug}&step=-1&predict=yes` },
      { room: 'the expression room with a mistake', hash: '', act: `location.hash = '${mistake}'` },
      { room: 'the menus', hash: '', act:
        'for (const { parentElement } of document.querySelectorAll(".menu summary")) ' +
        'parentElement.open = true' },
      { room: 'the training room', hash: 'room=training' },
      { room: 'the training room by hand', hash: 'room=training&dataset=by+hand&points=1,1,0_-1,1,2' },
    ];
    const sizes = [[1440, 900], [1280, 720], [1024, 768], [390, 844]].map(([width, height]) => ({ width, height }));
    it.each(rooms)('has no barrier that axe finds: $room, light and dark, four sizes', async ({ room, hash, act }) => {
      await open(hash, async (page) => {
        if (room.includes('training')) await sees(page, 'Step').toBe('0');
        if (act) await page.evaluate(act);
        await page.evaluate(readFileSync(axe, 'utf8'));
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          for (const size of sizes) {
            await page.setViewportSize(size);
            // Colours that are still changing are no colours to judge.
            await page.evaluate('Promise.all(document.getAnimations().map(({ finished }) => finished))');
            const violations = await page.evaluate<string[]>(`axe.run().then(({ violations }) =>
              violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`);
            expect({ ...size, colorScheme, violations }).toEqual({ ...size, colorScheme, violations: [] });
          }
        }
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
      const page = await theBrowser().newPage() as unknown as Page & { close: () => Promise<void> };
      await page.goto(/Local: +(http\S+)/.exec(said)?.[1] ?? '');
      await seesBoxes(page).toMatchObject({ a: ['2', '?'] });
      await button(page, 'Training').click();
      await sees(page, 'Step').toBe('0');
      await page.close();
    } finally {
      child.kill();
    }
  });
}
