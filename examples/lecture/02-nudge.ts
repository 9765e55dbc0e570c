// 02-nudge.ts: a function of three numbers has three slopes, one for each: nudge it, and leave the others as they are.
//
// You will see d = a * b + c before and after each nudge. Raise a, and d falls three times as fast, since a is
// multiplied by b, which is -3; raise b, and d rises twice as fast, since a is 2; c is only added: its slope is 1.

const d = (a: number, b: number, c: number) => a * b + c;

const a = 2;
const b = -3;
const c = 10;
const h = 0.0001;

function show(nudged: string, d1: number, d2: number) {
  console.log(`nudge ${nudged}: d was ${d1}, is ${d2}, slope ${(d2 - d1) / h}`);
}

show('a', d(a, b, c), d(a + h, b, c));
show('b', d(a, b, c), d(a, b + h, c));
show('c', d(a, b, c), d(a, b, c + h));

// Try a = 100: which of the three slopes changes? Then d = a * b * c, and before you run it, say what the slopes are.
