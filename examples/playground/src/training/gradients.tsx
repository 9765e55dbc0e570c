// gradients.tsx: how large the gradients of each layer are: so it is seen where they vanish.
import { show } from '../format.ts';
import { words } from '../words/index.ts';
import { snapshot } from './client.ts';
import { sizes } from './model.ts';
import { barShare, gradientsByLayer } from './readings.ts';

const { gradients: said } = words.training;

export function Gradients() {
  const { gradients, step = 0 } = snapshot.value ?? {};
  return (
    <section class="gradients" aria-labelledby="gradients-title">
      <h3 id="gradients-title">{said.title}</h3>
      {gradients && step > 0 ? <Table gradients={gradients} /> : <p class="note">{said.none}</p>}
      <p class="note">{said.explanation}</p>
    </section>
  );
}

function Table({ gradients }: { gradients: Float64Array }) {
  const layers = gradientsByLayer(sizes.value, gradients);
  return (
    <table aria-labelledby="gradients-title">
      <tbody>
        {layers.map(({ size, zeros, count }, layer) => (
          <tr key={layer}>
            <th scope="row">{layer === layers.length - 1 ? said.output : said.layer(layer + 1)}</th>
            <td class="bar-cell"><div class="bar" style={{ width: `${100 * barShare(size)}%` }} /></td>
            <td class="gradient">{show(size)}</td>
            <td>{said.zeros(zeros, count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
