// The graph as data, and the texts of which Graphviz and Mermaid make a picture.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDot, toMermaid, topologicalOrder, trace, Value } from '../../src/index.ts';
import { runOnValues, tamePrograms } from '../support/expressions.ts';
import { nastyLabels } from '../support/labels.ts';
import { runs } from '../support/seed.ts';

function named(label: string, value: Value): Value {
  value.label = label;
  return value;
}

describe('trace', () => {
  it('numbers inputs before what is made of them, each once, the root last', () => {
    fc.assert(fc.property(tamePrograms(), (program) => {
      const values = runOnValues<Value>(program, program.leaves.map((x) => new Value(x)), (x) => new Value(x));
      const root = values[values.length - 1];
      root.backward();
      const { nodes, edges } = trace(root);
      expect(nodes.map(({ id }) => id)).toEqual(nodes.map((_, i) => i));
      expect(new Set(nodes.map(({ value }) => value)).size).toBe(nodes.length);
      expect(nodes[nodes.length - 1].value).toBe(root);
      for (const { from, to } of edges) expect(from).toBeLessThan(to);
      for (const { id, op, data, grad, value } of nodes) {
        expect([op, data, grad]).toEqual([value.op, value.data, value.grad]);
        const inputs = edges.filter(({ to }) => to === id).map(({ from }) => nodes[from].value);
        expect(inputs.length).toBe(value.inputs.length);
        inputs.forEach((input, i) => { expect(input).toBe(value.inputs[i]); });
      }
      expect(trace(root).nodes.every(({ value }, i) => value === nodes[i].value)).toBe(true); // each time
    }), runs(200));
  });

  it('gives the same numbers to a graph built in the same way', () => {
    const build = () => {
      const [a, b] = [new Value(1, 'a'), new Value(2, 'b')];
      return a.mul(b).add(a.tanh()).sub(b);
    };
    const withoutValues = ({ nodes, edges }: ReturnType<typeof trace>) =>
      ({ nodes: nodes.map(({ id, op, label, data, grad }) => ({ id, op, label, data, grad })), edges });
    expect(withoutValues(trace(build()))).toEqual(withoutValues(trace(build())));
  });

  it('has two edges for x.mul(x), and one node', () => {
    const x = new Value(3, 'x');
    const square = x.mul(x);
    expect(trace(square)).toEqual({
      nodes: [
        { id: 0, op: '', label: 'x', data: 3, grad: 0, value: x },
        { id: 1, op: '*', label: '', data: 9, grad: 0, value: square },
      ],
      edges: [{ from: 0, to: 1 }, { from: 0, to: 1 }],
    });
  });

  it('keeps apart nodes that are equal and have no label, or the same one', () => {
    const root = new Value(1).add(new Value(1)).mul(new Value(1, 'x').add(new Value(1, 'x')));
    const { nodes, edges } = trace(root);
    expect(nodes.map(({ op, label, data }) => [op, label, data])).toEqual([
      ['', '', 1], ['', '', 1], ['+', '', 2], ['', 'x', 1], ['', 'x', 1], ['+', '', 2], ['*', '', 4],
    ]);
    expect(edges.map(({ from, to }) => [from, to])).toEqual([[0, 2], [1, 2], [3, 5], [4, 5], [2, 6], [5, 6]]);
  });

  it('has numbers of any kind as they are', () => {
    const x = new Value(0, 'x');
    const root = x.log().mul(x); // -Infinity * 0
    root.backward();
    const { nodes } = trace(root);
    expect(nodes.map(({ data }) => data)).toEqual([0, -Infinity, NaN]);
    expect(nodes.map(({ grad }) => grad)).toEqual([NaN, 0, 1]); // 0 / 0 from log
    expect(toMermaid(root).split('\n').slice(1, 4)).toEqual([
      'n0["x | data 0.0000 | grad NaN"]',
      'n1["data -Infinity | grad 0.0000"]',
      'n2["data NaN | grad 1.0000"]',
    ]);
  });

  it('of anything but a Value is an error that names the function', () => {
    const hint = '; a network returns an array, even for one output: take its [0]';
    const wrong: [unknown, string][] = [
      [undefined, 'undefined'], [null, 'null'], [3, '3'], ['x', '"x"'], [{ data: 1, grad: 0 }, 'an object'],
      [Float32Array.of(1), `a Float32Array of length 1${hint}`], [[new Value(1)], `an array of length 1${hint}`],
      [() => new Value(1), 'a function'],
    ];
    for (const [root, got] of wrong) {
      for (const [name, use] of Object.entries({ trace, toDot, toMermaid })) {
        expect(() => use(root as Value)).toThrow(new TypeError(`${name}: expected root to be a Value, got ${got}`));
      }
    }
  });

  it('of a leaf is the leaf', () => {
    const a = new Value(2);
    expect(trace(a)).toEqual({ nodes: [{ id: 0, op: '', label: '', data: 2, grad: 0, value: a }], edges: [] });
  });
});

describe('the lecture’s figures', () => {
  // ../shared/oracle/lecture.md, steps 3 and 4: the values, and the gradients once they are there
  const lectureL = () => {
    const [a, b, c, f] = [new Value(2, 'a'), new Value(-3, 'b'), new Value(10, 'c'), new Value(-2, 'f')];
    const e = named('e', a.mul(b));
    const d = named('d', e.add(c));
    return named('L', d.mul(f));
  };

  // step 5: the neuron
  const lectureNeuron = () => {
    const [x1, x2, w1, w2] = [new Value(2, 'x1'), new Value(0, 'x2'), new Value(-3, 'w1'), new Value(1, 'w2')];
    const b = new Value(6.8813735870195432, 'b');
    const products = [named('x1*w1', x1.mul(w1)), named('x2*w2', x2.mul(w2))];
    const n = named('n', named('x1*w1 + x2*w2', products[0].add(products[1])).add(b));
    const o = named('o', n.tanh());
    o.backward();
    return o;
  };

  it('are drawn by Graphviz: L = (a * b + c) * f before the backward pass', () => {
    expect(toDot(lectureL())).toBe(`digraph {
rankdir=LR;
n0 [shape=record, label="{ a | data 2.0000 | grad 0.0000 }"];
n1 [shape=record, label="{ b | data -3.0000 | grad 0.0000 }"];
n2 [shape=record, label="{ e | data -6.0000 | grad 0.0000 }"];
n3 [shape=record, label="{ c | data 10.0000 | grad 0.0000 }"];
n4 [shape=record, label="{ d | data 4.0000 | grad 0.0000 }"];
n5 [shape=record, label="{ f | data -2.0000 | grad 0.0000 }"];
n6 [shape=record, label="{ L | data -8.0000 | grad 0.0000 }"];
op2 [label="*"]; op2 -> n2;
op4 [label="+"]; op4 -> n4;
op6 [label="*"]; op6 -> n6;
n0 -> op2;
n1 -> op2;
n2 -> op4;
n3 -> op4;
n4 -> op6;
n5 -> op6;
}
`);
  });

  it('are drawn by Graphviz: the neuron and its gradients', () => {
    expect(toDot(lectureNeuron())).toBe(`digraph {
rankdir=LR;
n0 [shape=record, label="{ x1 | data 2.0000 | grad -1.5000 }"];
n1 [shape=record, label="{ w1 | data -3.0000 | grad 1.0000 }"];
n2 [shape=record, label="{ x1*w1 | data -6.0000 | grad 0.5000 }"];
n3 [shape=record, label="{ x2 | data 0.0000 | grad 0.5000 }"];
n4 [shape=record, label="{ w2 | data 1.0000 | grad 0.0000 }"];
n5 [shape=record, label="{ x2*w2 | data 0.0000 | grad 0.5000 }"];
n6 [shape=record, label="{ x1*w1&#32;+&#32;x2*w2 | data -6.0000 | grad 0.5000 }"];
n7 [shape=record, label="{ b | data 6.8814 | grad 0.5000 }"];
n8 [shape=record, label="{ n | data 0.8814 | grad 0.5000 }"];
n9 [shape=record, label="{ o | data 0.7071 | grad 1.0000 }"];
op2 [label="*"]; op2 -> n2;
op5 [label="*"]; op5 -> n5;
op6 [label="+"]; op6 -> n6;
op8 [label="+"]; op8 -> n8;
op9 [label="tanh"]; op9 -> n9;
n0 -> op2;
n1 -> op2;
n3 -> op5;
n4 -> op5;
n2 -> op6;
n5 -> op6;
n6 -> op8;
n7 -> op8;
n8 -> op9;
}
`);
  });

  it('are drawn by Mermaid: L = (a * b + c) * f with its gradients', () => {
    const L = lectureL();
    L.backward();
    expect(toMermaid(L)).toBe(`flowchart LR
n0["a | data 2.0000 | grad 6.0000"]
n1["b | data -3.0000 | grad -4.0000"]
n2["e | data -6.0000 | grad -2.0000"]
n3["c | data 10.0000 | grad -2.0000"]
n4["d | data 4.0000 | grad -2.0000"]
n5["f | data -2.0000 | grad 4.0000"]
n6["L | data -8.0000 | grad 1.0000"]
op2(("#42;")) --> n2
op4(("#43;")) --> n4
op6(("#42;")) --> n6
n0 --> op2
n1 --> op2
n2 --> op4
n3 --> op4
n4 --> op6
n5 --> op6
`);
  });

  it('are drawn by Mermaid: the neuron and its gradients', () => {
    expect(toMermaid(lectureNeuron())).toBe(`flowchart LR
n0["x1 | data 2.0000 | grad -1.5000"]
n1["w1 | data -3.0000 | grad 1.0000"]
n2["x1#42;w1 | data -6.0000 | grad 0.5000"]
n3["x2 | data 0.0000 | grad 0.5000"]
n4["w2 | data 1.0000 | grad 0.0000"]
n5["x2#42;w2 | data 0.0000 | grad 0.5000"]
n6["x1#42;w1 #43; x2#42;w2 | data -6.0000 | grad 0.5000"]
n7["b | data 6.8814 | grad 0.5000"]
n8["n | data 0.8814 | grad 0.5000"]
n9["o | data 0.7071 | grad 1.0000"]
op2(("#42;")) --> n2
op5(("#42;")) --> n5
op6(("#43;")) --> n6
op8(("#43;")) --> n8
op9(("tanh")) --> n9
n0 --> op2
n1 --> op2
n3 --> op5
n4 --> op5
n2 --> op6
n5 --> op6
n6 --> op8
n7 --> op8
n8 --> op9
`);
  });
});

describe('a box', () => {
  const box = (value: Value) => [toDot(value).split('\n')[2], toMermaid(value).split('\n')[1]];

  it.each([
    [NaN, 'NaN'], [Infinity, 'Infinity'], [-Infinity, '-Infinity'], [0, '0.0000'], [-0, '0.0000'],
    [1e21, '1.0000e+21'], [-1e9, '-1.0000e+9'], [12345678, '1.2346e+7'], [1234567.5, '1234567.5000'],
    [3e-5, '3.0000e-5'], [-3e-5, '-3.0000e-5'], [-1e-300, '-1.0000e-300'], [5e-324, '4.9407e-324'],
    [0.00012, '0.0001'], [-2.5, '-2.5000'], [1.00005, '1.0001'],
  ])('says %d as %s', (number, text) => {
    const value = new Value(number);
    value.grad = number;
    expect(box(value)).toEqual([
      `n0 [shape=record, label="{ data ${text} | grad ${text} }"];`,
      `n0["data ${text} | grad ${text}"]`,
    ]);
  });

  it.each([
    ['say "a"', 'say&#32;&#34;a&#34;', 'say #34;a#34;'],
    ['{a|b}', '&#123;a&#124;b&#125;', '#123;a#124;b#125;'],
    ['<b>', '&#60;b&#62;', '#60;b#62;'],
    ['</script>', '&#60;/script&#62;', '#60;#47;script#62;'],
    ['&amp;', '&#38;amp;', '#38;amp#59;'],
    ['#35;', '#35;', '#35;35#59;'],
    ['\\', '\\\\', '#92;'],
    ['\\n', '\\\\n', '#92;n'],
    ['\\"', '\\\\&#34;', '#92;#34;'],
    ['a\nb', 'a\\nb', 'a<br>b'],
    ['a\r\nb', 'a\\nb', 'a<br>b'],
    ['\n', '&#32;\\n&#32;', ' <br> '],
    ['a\tb', 'a&#32;b', 'a b'],
    ['a\0b', 'a&#32;b', 'a b'],
    [' a  b ', '&#32;a&#32;&#32;b&#32;', ' a  b '],
    ['1. x_1 - `y`', '1.&#32;x_1&#32;-&#32;`y`', '1#46; x#95;1 #45; #96;y#96;'],
    ['😀 é 变', '😀&#32;é&#32;变', '#128512; é 变'],
  ])('escapes the label %j', (label, dot, mermaid) => {
    expect(box(new Value(1, label))).toEqual([
      `n0 [shape=record, label="{ ${dot} | data 1.0000 | grad 0.0000 }"];`,
      `n0["${mermaid} | data 1.0000 | grad 0.0000"]`,
    ]);
  });

  it('stays one line of the text, and quoted, whatever its label', () => {
    fc.assert(fc.property(nastyLabels, (label) => {
      const a = new Value(1, label);
      for (const text of [toDot(a), toMermaid(a)]) {
        expect(text).not.toMatch(/<\/?s/);
        expect(text.split(/[\n\r]/)).toHaveLength(text.startsWith('digraph') ? 5 : 3);
      }
      const [dot, mermaid] = box(a);
      const start = 'n0 [shape=record, label="{ '.length;
      const rest = ' | data 1.0000 | grad 0.0000 }"];'.length;
      expect(dot.slice(start, -rest)).toMatch(/^([^"\\{}|<>& ]|&#\d+;|\\n|\\\\)+$/);
      expect(mermaid.slice('n0["'.length, 3 - rest)).toMatch(/^([\p{L}\p{N} ]|#\d+;|<br>)+$/u);
    }), runs(500));
  });
});

describe('every operation', () => {
  it('has its name beside its box', () => {
    const a = new Value(2);
    const all: Value[] = [
      a.add(1), a.sub(1), a.mul(1), a.div(1), a.pow(1), a.max(1), a.when(1), a.neg(), a.exp(), a.log(), a.relu(),
      a.tanh(), a.sigmoid(), a.sin(), a.cos(),
    ];
    const names = all.map((value) => {
      const { id, op } = trace(value).nodes[value.inputs.length];
      expect(toDot(value)).toContain(`\nop${id} [label="${op}"]; op${id} -> n${id};\n`);
      return op;
    });
    expect(names).toEqual(
      ['+', '-', '*', '/', '**', 'max', 'when', 'neg', 'exp', 'log', 'relu', 'tanh', 'sigmoid', 'sin', 'cos']);
    expect(toMermaid(a.sub(1))).toContain('\nop2(("#45;")) --> n2\n'); // a bare - would begin a list in Markdown
  });
});

describe('a graph of 100,000 nodes', () => {
  const steps = 49_999; // two nodes each, and a leaf and the root

  it.each([
    ['a chain', () => {
      let sum = new Value(1);
      for (let i = 0; i < steps; i++) sum = sum.add(1);
      return sum.neg();
    }],
    ['a tree', () => {
      let level = Array.from({ length: 50_000 }, () => new Value(1));
      while (level.length > 1) {
        level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
          2 * i + 1 < level.length ? level[2 * i].add(level[2 * i + 1]) : level[2 * i]);
      }
      return level[0].neg();
    }],
  ])('gives data and texts: %s', (_, build) => {
    const root = build();
    const { nodes, edges } = trace(root);
    expect(nodes).toHaveLength(100_000);
    expect(nodes).toHaveLength(topologicalOrder(root).length);
    const made = nodes.filter(({ op }) => op !== '').length;
    // a line for each box, operation and edge, and those around them
    expect(toDot(root).split('\n')).toHaveLength(nodes.length + made + edges.length + 4);
    expect(toMermaid(root).split('\n')).toHaveLength(nodes.length + made + edges.length + 2);
  });
});
