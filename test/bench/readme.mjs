// readme.mjs: the README's table of times. `npm run bench -- --readme` keeps the figures in readme.json, and writes the
// table from them; a test compares the two. It is the last file here.
import { readFileSync, writeFileSync } from 'node:fs';

const readmeUrl = new URL('../../README.md', import.meta.url);
const figuresUrl = new URL('readme.json', import.meta.url);

/** The workload and the engines that are in it, by their names in workloads.mjs and engines.mjs. */
export const workload = 'moons';
export const columns = {
  lab: 'this engine',
  loop: 'compiled', // by the loop that the README shows
  closure: 'closures',
  python: 'Python',
  c: 'C',
  avx: 'C, AVX2',
};

/** The figures of a run: medians in milliseconds. It throws when they are not all there. */
export function figuresOf({ cpu, cores, node, commit }, { rows, operations }) {
  const milliseconds = Object.fromEntries(Object.keys(columns).map((engine) => {
    const row = rows.find((row) => row.engine === engine);
    if (!(row?.median > 0)) throw new Error(`the README wants a time of ${engine}: ${row?.error ?? 'it was not run'}`);
    return [engine, row.median * 1000];
  }));
  return { cpu, cores, node, commit, operations, milliseconds };
}

/** Two digits, which is what they are good for. */
const digits = (x) => String(Number(x.toPrecision(2)));

/** The lines of the README's bullet. */
export function bulletOf({ cpu, cores, node, commit, operations, milliseconds }) {
  const about = Number(operations.toPrecision(2)).toLocaleString('en-US');
  const table = [
    [`ms a step (${cpu}, ${cores} cores; Node ${node}; commit ${commit})`, ...Object.values(columns)],
    Array(1 + Object.keys(columns).length).fill('---'),
    [`moons, ${about} operations forward and backward`,
      ...Object.keys(columns).map((engine) => digits(milliseconds[engine]))],
  ];
  return [
    '- **Speed.** Medians of `npm run bench`, answers compared first (closures, Python: plain ports; C: by hand):',
    ...table.map((cells) => `  | ${cells.join(' | ')} |`),
  ].join('\n');
}

/** The README with that in the place of what is there. */
export function withBullet(readme, figures) {
  const bullet = /^- \*\*Speed\.\*\*[^]*?(?=\n\n|\n- )/m;
  if (!bullet.test(readme)) throw new Error('the README has no line that begins with - **Speed.**');
  return readme.replace(bullet, () => bulletOf(figures));
}

export const read = () => ({
  readme: readFileSync(readmeUrl, 'utf8'),
  figures: JSON.parse(readFileSync(figuresUrl, 'utf8')),
});

export function write(figures) {
  const readme = withBullet(readFileSync(readmeUrl, 'utf8'), figures); // first, since it may throw
  writeFileSync(figuresUrl, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(readmeUrl, readme);
}
