// The README's picture is what the page saves, redrawn here: the lecture's neuron after its backward pass.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { presets } from '../../examples/playground/src/expression/presets.ts';
import { parseProgram } from '../../examples/playground/src/expression/program.ts';
import { frameAt, stepsOf } from '../../examples/playground/src/expression/steps.ts';
import { isLeftOut, lackingIn } from '../support/needs.ts';

const path = fileURLToPath(new URL('../../examples/playground/neuron.svg', import.meta.url));
const leftOut = isLeftOut('the picture of the page', lackingIn('examples/playground', '@dagrejs'));

describe.skipIf(leftOut)('the picture that the page saves (needs `npm ci` in examples/playground/)', () => {
  const draw = async (text: string, position = Infinity) => {
    const { pictureOf } = await import('../../examples/playground/src/expression/picture.ts');
    const { root } = parseProgram(text);
    const steps = stepsOf(root);
    return pictureOf(root, frameAt(root, steps, Math.min(position, steps.length)));
  };
  const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text);

  it('of the lecture’s neuron is the one in the README', async () => {
    const svg = await draw(presets.find(({ id }) => id === 'neuron')?.text ?? '');
    await expect(svg).toMatchFileSnapshot(path); // `-u` writes it anew
    expect(textsOf(svg).filter((text) => /^[−\d]/.test(text)).sort()).toEqual([
      '0', '0', '0', '0.5', '0.5', '0.5', '0.5', '0.5', '0.5', '0.7071', '0.8814', '1', '1', '1', '2', '6.8814', '−1.5',
      '−3', '−6', '−6',
    ].sort());
  });

  it('says what is known at that step, and escapes what XML would read', async () => {
    expect(textsOf(await draw('a = 2\nb = a * 3', 1))).toEqual([
      'a', 'data', '2', 'grad', '?', '3', 'b', 'data', '6', 'grad', '?', '×',
    ]);
    expect(await draw('a = 2\nb = -a')).toContain('>−a<');
  });
});
