# micrograd.py: micrograd's algorithm in Python, written for this comparison. microgpt.py comes next.
# What a row of the benchmark is given and prints: see row.mjs.
import json
import random
import sys
import time


class Value:
    def __init__(self, data, operands=()):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(operands)

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other))

        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, exponent):
        out = Value(self.data ** exponent, (self,))

        def _backward():
            self.grad += exponent * self.data ** (exponent - 1) * out.grad
        out._backward = _backward
        return out

    def relu(self):
        out = Value(0 if self.data < 0 else self.data, (self,))

        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out

    def backward(self):
        order, visited = [], set()

        def visit(node):
            if node not in visited:
                visited.add(node)
                for operand in node._prev:
                    visit(operand)
                order.append(node)
        visit(self)
        self.grad = 1
        for node in reversed(order):
            node._backward()

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + -other
    def __truediv__(self, other): return self * other ** -1
    def __radd__(self, other): return self + other
    def __rmul__(self, other): return self * other
    def __rtruediv__(self, other): return self ** -1 * other


class Neuron:
    def __init__(self, inputs, nonlinear):
        self.w = [Value(random.uniform(-1, 1)) for _ in range(inputs)]
        self.b = Value(0)
        self.nonlinear = nonlinear

    def __call__(self, x):
        total = sum((w * v for w, v in zip(self.w, x)), self.b)
        return total.relu() if self.nonlinear else total

    def parameters(self): return [*self.w, self.b]


class MLP:
    def __init__(self, inputs, outputs):
        sizes = [inputs, *outputs]
        last = len(outputs) - 1
        self.layers = [[Neuron(sizes[i], i < last) for _ in range(n)] for i, n in enumerate(outputs)]

    def __call__(self, x):
        for layer in self.layers:
            x = [neuron(x) for neuron in layer]
        return x[0]

    def parameters(self): return [p for layer in self.layers for neuron in layer for p in neuron.parameters()]


def training(size):
    numbers = [float(text) for text in sys.stdin.read().split()]
    rate, (count, layers) = numbers[0], map(int, numbers[1:3])
    inputs, *outputs = (int(width) for width in numbers[3:4 + layers])
    end = 4 + layers + count * (inputs + 1)
    rows = [numbers[i:i + inputs + 1] for i in range(4 + layers, end, inputs + 1)]
    initial = numbers[end:]
    model = MLP(inputs, outputs)
    losses = []

    def once():
        step = len(losses) % size
        if step == 0:
            for p, data in zip(model.parameters(), initial):
                p.data = data
        margins = [(1 + -target * model([Value(x) for x in point])).relu() for *point, target in rows]
        loss = sum(margins) * (1 / len(margins)) + 1e-4 * sum(p * p for p in model.parameters())
        for p in model.parameters():
            p.grad = 0
        loss.backward()
        for p in model.parameters():
            p.data -= rate * (1 - 0.9 * step / 100) * p.grad
        losses.append(loss.data)
    return once, lambda: losses[:size]


def tiny():
    a, b = Value(-41), Value(2)
    c = a + b
    d = a * b + b * b * b
    e = c - d
    f = e * e
    g = f * 0.5
    g.backward()
    return [g.data, a.grad, b.grad]


def readme():
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b ** 3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e ** 2
    g = f / 2
    g += 10 / f
    g.backward()
    return [g.data, a.grad, b.grad]


def chain(size):
    answer = []

    def once():
        x, w = Value(0.5), Value(0.999999)
        last = x
        for _ in range(size):
            last = last * w
        last.backward()
        answer[:] = [last.data, x.grad, w.grad]
    return once, lambda: answer


def repeat(graph):
    def prepare(size):
        answer = []

        def once():
            for _ in range(size):
                answer[:] = graph()
        return once, lambda: answer
    return prepare


def timed(once, seconds, least):
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        once()
        times.append(time.perf_counter() - before)
    return times


def main(work, size, warmup, seconds):
    works = {'training': training, 'tiny': repeat(tiny), 'readme': repeat(readme), 'chain': chain}
    try:
        once, answer = works[work](int(size))
        # An interpreter without a JIT needs no warm-up.
        times = timed(once, float(seconds), 3)
        print(json.dumps({'answer': answer(), 'times': times}))
    except RecursionError:
        print(json.dumps({'error': 'stack overflow'}), flush=True)


main(*sys.argv[1:])
