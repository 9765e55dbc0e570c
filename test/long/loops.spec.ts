// As compile.spec.ts, for what finds loops and for what runs their turns, and pairs of rows, side by side.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sum, Value } from '../../src/index.ts';
import { findFailure, ofRepetition, type Compile } from '../support/compile-checks.ts';
import { checkLongStatements, checkLoops } from '../support/loops.ts';
import { plant, withoutBugs, type Bugs } from '../support/plant.ts';

/** In which numbers are wrong. */
const bugs: Bugs = {
  'statements.ts': {
    '0 and -0 are one constant': [['${Object.is(value, -0) ? \'-0\' : value}', '${value}']],
    'all constants are one': [[' ${Object.is(value, -0) ? \'-0\' : value}', '']],
    'an effect leaves its number on the stack': [[`isEffect ? [1, 0]`, `isEffect ? [1, 1]`]],
    'an operation takes one number from the stack': [[`[order.length, 1]`, `[1, 1]`]],
    'an if takes the other side': [[`[2, 3, 0, 1]`, `[3, 2, 0, 1]`]],
  },

  'schedule.ts': {
    'without loops, each part is all of the program': [[`program[place].part === part)`, `part !== undefined)`]],
    'with loops, each row does all': [[`const group = groups[part][level]`, `const group = groups.row[level]`]],
    'what adds to one target does so in any order': [
      [`level = keepOrder(\`\${part} \${op}\`, number, place, level);`, `level += 0;`],
    ],
    'what adds to one target does so by shape': [[`(shapes[place] === shapes[last] ? 0 : 1)`, `0`]],
    'on its level, what adds to one target does so by shape': [[`level > levels[last]`, `level >= levels[last]`]],
    'what adds to one target waits for the first that does': [
      [`ofKind.set(target, place);`, `if (last === undefined) ofKind.set(target, place);`],
    ],
  },

  'steps.ts': {
    'a parameter is read by its old number': [
      [`write(kinds[place], numberOf(number));`, `write(kinds[place], number);`],
    ],
    'a gradient goes to the parameter of the old number': [
      [`op === 'parameter gradient' ? numberOf(number) : number`, `number`],
    ],
    'two parameters have one number': [
      [`result.parameters.push(parameter) - 1`, `result.parameters.push(parameter) >> 1`],
    ],
    'two slots have one number': [[`result.slots++`, `result.slots++ >> 1`]],
    'two slots that rows share have one number': [[`result.sharedSlots++`, `result.sharedSlots++ >> 1`]],
    'what all rows share is read from the row': [[`write(slotKinds[part].read,`, `write(slotKinds.row.read,`]],
    'the arguments are computed from the last to the first': [
      [`of kinds[place].order)`, `of [...kinds[place].order].reverse())`],
    ],
  },

  'code.ts': {
    'a loop needs nothing of what is on the stack': [[`-stackOf(item.body).lowest : item`, `0 : item`]],
    'a step needs nothing of what is on the stack': [[`growth - needed`, `growth`]],
    'loops within count once': [[`[...counts, item.count]`, `[...counts, 1]`]],
    'the strides of inner loops are not looked at': [[`strides.slice(0, depth).join()`, `strides.slice(0, 1).join()`]],
    'whose stride it is is not looked at': [
      [`strides.slice(0, depth).join()`, `strides.filter((stride) => stride !== 0).join()`],
    ],
  },

  'loops.ts': {
    'any first turn is a turn': [[`isAlike(a, c) && `, ``]],
    'any second turn is a turn': [[`isAlike(b, c) && `, ``]],
    'the numbers of the third turn are not looked at': [[` && c.numbers.every(isEven)`, ``]],
    'the numbers of a later turn are not looked at': [[` || numbers[place] !== wanted[i++]`, ` || i++ < 0`]],
    'the kinds of a later turn are not looked at': [[`kinds[place] !== item.kind || `, ``]],
    'a loop begins where the stack is lower than where a turn ends': [
      [`if (heights[end - size] !== heights[end]) continue;`, ``],
    ],
    'a loop is like one with more turns': [[` && a.count === b.count`, ``]],
    'a loop is like one with another body': [[` && a.body.every((item, i) => isAlike(item, b.body[i]))`, ``]],
    'a loop is like one with other strides': [[`a.strides.every((stride, i) => stride === b.strides[i]) && `, ``]],
    'three turns are two': [[`{ body, count: 3,`, `{ body, count: 2,`]],
    'a loop has a turn too many': [[`{ count: item.count, body: toCode`, `{ count: item.count + 1, body: toCode`]],
    'strides are those of the innermost loop first': [[`[...around, item.strides]`, `[item.strides, ...around]`]],
  },

  'slots.ts': {
    'of what is read in a loop, the first turn’s is stored': [
      [`else for (const place of placesOf(item, counts)) loaded[spaceOf(item)].add(place);`,
        `else loaded[spaceOf(item)].add(item.number);`],
    ],
    'of nested loops, the first turns of the outer one are looked for': [
      [`if (stride === 0) return places;`, `if (stride === 0 || i < strides.length - 1) return places;`],
    ],
    'what a loop keeps is at hand after it': [[`new Map(atHand)`, `atHand`]],
    'what one function keeps is at hand in the next': [
      [`for (const code of functions) findSources(code, [], new Map());`,
        `const all = new Map<string, Step>();
         for (const code of functions) findSources(code, [], all);`],
    ],
    'a row’s slots and those that all rows share are the same': [
      ['`${spaceOf(step)} ${step.number}', '`${step.number}'],
    ],
    'what all rows share is looked for in the row': [
      [`const wanted = loaded[spaceOf(step)]`, `const wanted = loaded.row`],
    ],
    'in each turn the first one’s number is at hand': [[' ${pace(step.strides)}`', '`']],
  },

  'apart.ts': {
    'turns run side by side although one hands on a number': [[`stackOf(loop.body).lowest === 0`, `true`]],
    'turns run side by side although one reads what another keeps': [[`isOwn(loop, around, 'keep', 'slot') && `, ``]],
    'what turns read is not looked at': [[`isOwn(loop, around, 'keep', 'slot')`, `isOwn(loop, around, 'keep')`]],
    'turns run side by side although one reads what another keeps for all rows': [
      [` && isOwn(loop, around, 'keep shared', 'shared slot')`, ``],
    ],
    'turns run side by side although they add to one gradient': [
      [`isOwn(loop, around, 'parameter gradient') && `, ``],
    ],
    'turns run side by side although they add to one total': [[` && isOwn(loop, around, 'add to total')`, ``]],
    'a turn reads nothing that another keeps': [[`written.some((other) => mayMeet(touch, other, depth))`, `false`]],
    'how far turns reach is not looked at': [[`high - low < Math.abs(stride)`, `high >= low`]],
    'how far inner loops reach is not looked at': [[`span(touches, depth + 1)`, `span(touches, 999)`]],
    'turns may reach to where the next begins': [[`high - low < Math.abs(stride)`, `high - low <= Math.abs(stride)`]],
    'strides below 0 reach nowhere': [[`low += reach`, `low += 0`]],
    'strides above 0 reach nowhere': [[`high += reach`, `high += 0`]],
    'a loop keeps nothing that it reads at one place': [
      [`=> mayMeet(read, kept, around.length)`, `=> kept === undefined`],
    ],
    'steps meet only in the first turn of the loop': [
      [`advanceAlike(a, b, depth) ? depth : 0`, `advanceAlike(a, b, depth) ? depth + 1 : 0`],
    ],
    'what is kept for all rows is looked for among what a row keeps': [
      [`step.kind.op === 'slot' ? 'keep' : 'keep shared'`, `'keep'`],
    ],
  },

  'addresses.ts': {
    'a pointer that goes down begins at 0': [
      [`if (stride < 0) before.push(integer(-stride * (passes - 1) * turns), plus);`, ``],
    ],
    'a pointer that goes down begins too high': [[`stride < 0 ? (passes - 1) * turns : 0`, `0`]],
    'turns side by side are the same turn': [[`turn + ahead[i] + below`, `turn + below`]],
    'what is left over begins with the first turn': [[`turn + ahead[i] + below`, `ahead[i] + below`]],
    'pairs of rows side by side are the same pair': [[`? 16 * pair : 0`, `? 0 * pair : 0`]],
    'inner pointers begin at 0': [
      [`before.push(outer === undefined ? integer(0) : get(outer))`, `before.push(integer(0))`],
    ],
    'a pointer of several turns goes on by one': [[`integer(stride * turns)`, `integer(stride)`]],
    'a pointer stays after its loop': [[`for (const name of names) this.#pointers.delete(name);`, ``]],
    'there are pointers where there is one pass': [[`(this.levels[i].passes > 1 ? stride * this.#size(step) : 0)`,
      `stride * this.#size(step)`]],
    'what has the same strides has one pointer, whatever its size': [
      [`(this.levels[i].passes > 1 ? stride * this.#size(step) : 0)`, `(this.levels[i].passes > 1 ? stride : 0)`],
    ],
    'all at one offset is at one address': [
      ['`${this.#pace(step, step.strides.length)} ${this.known', '`${this.known'],
    ],
    'all with one pointer is at one address': [[' ${this.known(step, instance)}`', '`']],
    'a parameter is as large as a pair': [[`if (area === 'parameters') return 8;`, ``]],
    'of several pairs of rows there is one place': [[`16 * this.#layout.pairs : 16`, `16 : 16`]],
    'slots are read one too far': [
      [`let { number } = step;`, `let number = step.number + (step.kind.op === 'slot' ? 1 : 0);`],
    ],
    'pairs of rows share their slots': [[`['slots', 'inputs',`, `['inputs',`]],
  },

  'function.ts': {
    'the second row gets the first one’s exp': [[`way.oneLane ? [0] : [0, 1]`, `[0]`]],
    'a parameter is read as two': [[`op === 'parameter' ? loadSplat : load`, `load`]],
    'gradients are overwritten': [[`write(add);`, `write(set(scratchLocal(1)));`]],
    'arguments in another order stay so': [[`isCommutative(op) || isUsual(order)`, `true`]],
    'instances share what is on the stack': [
      [`(onStack[height] ??= [])[k] ??= newLocal()`, `(onStack[height] ??= [])[0] ??= newLocal()`],
    ],
    'instances share what they keep': [[`list[k] ??= newLocal()`, `list[0] ??= newLocal()`]],
    'all instances read what the first one kept': [[`atHand[k % atHand.length]`, `atHand[0]`]],
    'what is on the stack after a loop is in the locals the wrong way round': [
      [`for (let h = height + growth - 1; h >= height + lowest; h--)`,
        `for (let h = height + lowest; h < height + growth; h++)`],
    ],
    'shared places lie over arguments': [[`scratchUsed = MOST_ARGUMENTS;`, `scratchUsed = 0;`]],
    'each instance reads again what they share': [[`isFirst: first === k`, `isFirst: first >= 0`]],
    'the first instance that adds stores alone': [[`isLast: last === k`, `isLast: first === k`]],
    'what is kept is never stored': [[`if (way.stored.has(step)) storeTop(step, instance);
      else`, ``]],
    'turns run side by side whatever they do': [[` && areApart(loop, around())`, ``]],
    'what is left over of the turns is forgotten': [[`if (rest > 0) writePasses`, `if (rest < 0) writePasses`]],
    'what is left over of the turns begins at the first': [[`{ loop, turn: loop.count - rest,`, `{ loop, turn: 0,`]],
    'turns go beyond the last': [[`passes: (loop.count - rest) / turns`, `passes: Math.ceil(loop.count / turns)`]],
    'turns stand within pairs of rows': [
      [`const instances = Array.from({ length: level.turns }, (_, turn) =>
      outside.map(({ pair, ahead }) => ({ pair, ahead: [...ahead, turn] }))).flat();`,
      `const instances = outside.flatMap(({ pair, ahead }) =>
      Array.from({ length: level.turns }, (_, turn) => ({ pair, ahead: [...ahead, turn] })));`],
    ],
    'pointers are not set before a loop': [[`write(...before);`, ``]],
    'pointers stay where they are': [[`write(...afterPass, get(counter)`, `write(get(counter)`]],
    'a loop has a pass too few': [
      [`write(integer(level.passes), set(counter)`, `write(integer(level.passes - 1), set(counter)`],
    ],
    'what moves in the inner loop is read early': [
      [`step.strides[depth] === 0`, `step.strides[0] === 0`],
    ],
    'what a loop keeps is read early': [[` && !(readsSlot(step) && mightKeep(loop, around().slice(0, -1), step))`, ``]],
    'what was read early is at hand after the loop': [[`forSteps(loop.body, (step) => { held.delete(step); });`, ``]],
    'all constants that are read early are one': [['`constant ${step.kind.id}`', '`constant`']],
  },

  'module.ts': {
    'pairs of rows run side by side although a row adds twice': [[` && addsOnce(program) ?`, ` ?`]],
    'pairs of rows run side by side although a row adds twice to a total': [
      [`(['parameter gradient', 'add to total'] as const)`, `(['parameter gradient'] as const)`],
    ],
    'each row is computed in one lane': [[`oneLane: oneRow || part !== 'row'`, `oneLane: true`]],
    'what is on the stack is lost where a function ends': [[`steps(keep).reverse()`, `steps(keep).reverse().slice(1)`]],
    'what is on the stack changes its order where a function ends': [[`...steps(keep).reverse()`, `...steps(keep)`]],
    'the next function begins with an empty stack': [[`chunk = steps(read);`, `chunk = [];`]],
    'the last steps are left out': [[`if (chunk.length > 0) chunks.push(chunk);`, ``]],
    'the first function is called for all of its part': [
      [`chunks.flatMap(() => call(next++))`, `chunks.flatMap((_, i) => call(next++ - i))`],
    ],
    'memory has no page that is not full': [
      [`Math.ceil(8 * layout.size / 65536)`, `Math.floor(8 * layout.size / 65536)`],
    ],
  },

  'layout.ts': {
    'of several pairs of rows one has a place for its slots': [
      [`take(2 * pairs * room.slots)`, `take(2 * room.slots)`],
    ],
  },

  'bytes.ts': {
    'negative numbers lose their sign': [[`n < -64 || n >= 64`, `n >= 64`]],
    'of negative numbers the higher bits are rounded up': [
      [`n >= 64; n = Math.floor(n / 128)`, `n >= 64; n = Math.trunc(n / 128)`],
    ],
    'from 64 to 127 numbers become negative': [[`n < -64 || n >= 64`, `n < -64 || n >= 128`]],
  },

  'assembly.ts': {
    'the arguments of - may come in any order': [[`['+', '*', 'max']`, `['+', '*', 'max', '-']`]],
  },
};

/** In which numbers are right, but what is listed is not, or is no loop. */
const bugsOfListings: Bugs = {
  'schedule.ts': {
    'a statement stands with what it needs': [[`levels[arg] + (isStatement[arg] ? 1 : 0)`, `levels[arg]`]],
    'what is alike does not stand together': [[`const alike = group.get(shape)`, `const alike = group.get(place)`],
      [`else group.set(shape, [place])`, `else group.set(place, [place])`]],
  },
  'statements.ts': {
    'what is used twice is computed twice': [[`isUsed[arg] || program`, `program`]],
  },
  'loops.ts': {
    'two turns are a loop': [
      [`3 * size <= end`, `2 * size <= end`], [`const start = end - 3 * size`, `const start = end - 2 * size`],
      [`goesOn(items[i - 2 * size], items[i - size], items[i])`, `isAlike(items[i - size], items[i])`],
      [`count: 3, numbers`, `count: 2, numbers`]],
    'the height of the stack is not known after a loop': [[`heights.length = start + 1;`, ``]],
    'loops do not grow': [[`do grow(); while`, `do ; while`]],
    'there are no loops in loops': [[`do grow(); while (form());`, `grow(); form();`]],
  },
  'listing.ts': {
    'a loop goes on to its count': [[`item.count - 1}:`, `item.count}:`]],
    'what is in a loop is not indented': [[`indentation += '  ';`, ``]],
    'what goes on from turn to turn has no name': [[`giveName(place);`, `;`]],
    'all that goes on is a': [[`'abcdefgh'[taken % 8]`, `'a'`]],
    'the name within a longer term is forgotten': [[`names: Math.max(...args.map(({ names }) => names))`, `names: 0`]],
    'gradients are overwritten': [[`adding.includes(kind.op) ? '+=' : '='`, `'='`]],
    'a gradient looks like its parameter': [[`ofGradients.includes(op) ? '.grad' : ''`, `''`]],
    'what rows share looks like what is a row’s': [[`'shared slot': 's'`, `'shared slot': 'v'`]],
    '-0 looks like 0': [[`Object.is(value, -0) ? '-0' : String(value)`, `String(value)`]],
    'inner loops have the outer one’s index': [[`indexes[depth]`, `indexes[0]`]],
    'strides below 0 are left out': [[`minus.join('')`, `''`]],
    'where a place begins is left out': [[`plus.push(String(number));`, `;`]],
    'arguments stand in the order in which they are computed': [
      [`args[arg] = stack.pop() as Term`, `args.unshift(stack.pop() as Term)`],
    ],
    'a - (b - c) has no brackets': [[`bracketed(1, strength + 1)`, `bracketed(1, strength)`]],
    '(a + b) * c has no brackets': [[`args[i].strength < least`, `args[i].strength < 0`]],
  },
};

/** Of a sum of kinks, of sums within a sum, and of what is there twice. */
function listings(compile: Compile): string {
  const [first, second] = [[1, 2, 3, 4], [5, 6, 7, 8]].map((list) => list.map((number) => new Value(number)));
  return [
    compile((xs) => sum(xs.map((x, i) => x.max(first[i].exp()).sub(second[3 - i].sub(x)).mul(-0))), { inputs: 4 }),
    compile((xs) => sum(first.map((_, i) => sum(first.map((_, j) => xs[i].mul(xs[7 - j]))).tanh())), { inputs: 8 }),
    compile((x, y) => x.mul(first[0]).add(y.mul(first[1]))),
    compile((xs) => xs.slice(0, 4).reduceRight((b, a) =>
      xs.slice(4).reduce((h, x) => h.add(x.mul(a))).tanh().add(b), xs[0]), { inputs: 8 }),
  ].map(String).join('\n\n');
}

/** What is about loops comes first, and what is quick. */
function findFailureInLoops(compile: Compile): string | undefined {
  const { failed, errorInstance } = fc.check(ofRepetition(compile), { seed: 1, numRuns: 5, endOnFailure: true });
  if (failed) return String(errorInstance);
  try {
    checkLoops(compile);
    checkLongStatements(compile);
  } catch (error) { return String(error); }
  return findFailure(compile);
}

describe('a bug in what makes loops is caught', () => {
  it('where there is none, nothing is caught', () => { expect(findFailureInLoops(withoutBugs())).toBeUndefined(); });

  describe.each(Object.entries(bugs))('in %s', (file, bugs) => {
    it.each(Object.entries(bugs))('%s', (_, edits) => {
      expect(findFailureInLoops(plant(file, edits))).toBeTypeOf('string'); // how it failed
    });
  });

  it('also where only a listing shows it; without one, it is as it should be', () => {
    expect(listings(withoutBugs())).toMatchInlineSnapshot(`
      "before the rows:
        for i from 0 to 3:
          s[i] = exp(p[i])
      each row:
        a = (max(x0, s0) - (p4 - x0)) * -0
        for i from 0 to 2:
          a = a + (max(x[i + 1], s[i + 1]) - (p[i + 5] - x[i + 1])) * -0
        y0 = a
        v0 = y0.grad * -0
        v1 = -v0
        v2 = v0 / 2
        for i from 0 to 3:
          p[7 - i].grad += v1
        for i from 0 to 3:
          t[i] += s[3 - i] < x[3 - i] ? 0 : (x[3 - i] === s[3 - i] ? v2 : v0)
      after the rows:
        for i from 0 to 3:
          p[3 - i].grad += t[i] * s[3 - i]

      each row:
        a = x0 * x7
        for i from 0 to 2:
          a = a + x0 * x[6 - i]
        a = tanh(a)
        for i from 0 to 2:
          b = x[i + 1] * x7
          for j from 0 to 2:
            b = b + x[i + 1] * x[6 - j]
          a = a + tanh(b)
        y0 = a

      each row:
        v0 = x0 * p0
        v1 = x1 * p1
        v2 = v0 + v1
        y0 = v2
        v3 = y0.grad * x1
        p1.grad += v3
        v4 = y0.grad * x0
        p0.grad += v4

      each row:
        a = x4
        for i from 0 to 2:
          a = a + x[i + 5] * x2
        b = x4
        for i from 0 to 2:
          b = b + x[i + 5] * x3
        c = x4
        for i from 0 to 2:
          c = c + x[i + 5] * x1
        d = x4
        for i from 0 to 2:
          d = d + x[i + 5] * x0
        y0 = tanh(d) + (tanh(c) + (tanh(a) + (tanh(b) + x0)))"
    `);
  });
  describe.each(Object.entries(bugsOfListings))('in the listing, from %s', (file, bugs) => {
    it.each(Object.entries(bugs))('%s', (_, edits) => {
      expect(listings(plant(file, edits))).not.toBe(listings(withoutBugs()));
    });
  });
});
