// derive.mjs: what students get, made from the solution. A part of it that is theirs to write stands between markers:
//
//   // BEGIN SOLUTION 1.2 mul
//   …
//   // IN THE STARTER
//   // what stands there instead, as comments; without this part, `throw new Error('Task 1.2: implement mul');`
//   // END SOLUTION

const marked = /^( *)\/\/ BEGIN SOLUTION (\S+) (.+)\n([^]*?)^ *\/\/ END SOLUTION\n/gm;
const divider = /^ *\/\/ IN THE STARTER\n/m;

/** The starter; or, with the names of some tasks, what a student has who has done these. */
export function starterOf(solution, done = []) {
  const text = solution.replace(marked, (whole, indent, task, name, body) => {
    if (/(BEGIN|END) SOLUTION/.test(body)) return whole; // complained of below
    const [written, instead = `// throw new Error('Task ${task}: implement ${name}');\n`] = body.split(divider);
    return done.includes(task) ? written : instead.replace(/^ *\/\/ /gm, indent);
  });
  const left = /^.*\b(BEGIN SOLUTION|IN THE STARTER|END SOLUTION)\b.*$/m.exec(text);
  if (left) throw new Error(`a marker without its others: ${left[0].trim()}`);
  return text;
}
