# microgpt.py: microgpt's algorithm in Python, written for this comparison: a list of local derivatives a node, and the
# functions of examples/microgpt. row.h comes next. What it is given, the names, and what it prints: see row.mjs.
import json
import math
import random
import sys
import time


class Value:
    __slots__ = ('data', 'grad', 'operands', 'derivatives')

    def __init__(self, data, operands=(), derivatives=()):
        self.data = data
        self.grad = 0
        self.operands = operands
        self.derivatives = derivatives

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data + other.data, (self, other), (1, 1))

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        return Value(self.data * other.data, (self, other), (other.data, self.data))

    def __pow__(self, exponent):
        return Value(self.data ** exponent, (self,), (exponent * self.data ** (exponent - 1),))

    def exp(self):
        y = math.exp(self.data)
        return Value(y, (self,), (y,))

    def log(self): return Value(math.log(self.data), (self,), (1 / self.data,))
    def relu(self): return Value(max(0, self.data), (self,), (float(self.data > 0),))

    def backward(self):
        order, visited = [], set()

        def visit(node):
            if node not in visited:
                visited.add(node)
                for operand in node.operands:
                    visit(operand)
                order.append(node)
        visit(self)
        self.grad = 1
        for node in reversed(order):
            for operand, derivative in zip(node.operands, node.derivatives):
                operand.grad += derivative * node.grad

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + -other
    def __truediv__(self, other): return self * other ** -1
    def __radd__(self, other): return self + other


def linear(x, w): return [sum(wi * xi for wi, xi in zip(row, x)) for row in w]


def add(a, b): return [ai + bi for ai, bi in zip(a, b)]


def softmax(logits):
    largest = max(logit.data for logit in logits)
    exps = [(logit - largest).exp() for logit in logits]
    total = sum(exps)
    return [exp / total for exp in exps]


def rmsnorm(x):
    scale = (sum(xi * xi for xi in x) / len(x) + 1e-5) ** -0.5
    return [xi * scale for xi in x]


def gpt(state, token_id, pos_id, keys, values):
    x = rmsnorm(add(state['wte'][token_id], state['wpe'][pos_id]))
    normed = rmsnorm(x)
    q = linear(normed, state['wq'])
    keys.append(linear(normed, state['wk']))
    values.append(linear(normed, state['wv']))
    x_attn = []
    for at in range(0, 16, 4):  # four heads
        head = range(at, at + 4)
        weights = softmax([sum(q[j] * key[j] for j in head) / 2 for key in keys])
        x_attn += [sum(weight * value[j] for weight, value in zip(weights, values)) for j in head]
    x = add(x, linear(x_attn, state['wo']))
    hidden = [xi.relu() for xi in linear(rmsnorm(x), state['fc1'])]
    return linear(add(x, linear(hidden, state['fc2'])), state['lm_head'])


shapes = {
    'wte': (27, 16), 'wpe': (16, 16), 'lm_head': (27, 16), 'wq': (16, 16), 'wk': (16, 16), 'wv': (16, 16),
    'wo': (16, 16), 'fc1': (64, 16), 'fc2': (16, 64),
}


def train(docs, size):
    random.seed(42)
    random.shuffle(docs)
    state = {name: [[Value(random.gauss(0, 0.08)) for _ in range(nin)] for _ in range(nout)]
             for name, (nout, nin) in shapes.items()}
    params = [p for matrix in state.values() for row in matrix for p in row]
    means, squares = [0] * len(params), [0] * len(params)
    for step in range(1, size + 1):
        tokens = [26, *(ord(char) - ord('a') for char in docs[step - 1]), 26]
        n = min(16, len(tokens) - 1)
        keys, values, losses = [], [], []
        for pos_id in range(n):
            probs = softmax(gpt(state, tokens[pos_id], pos_id, keys, values))
            losses.append(-probs[tokens[pos_id + 1]].log())
        loss = sum(losses) * (1 / n)
        loss.backward()
        rate = 0.01 * (1 - (step - 1) / 1000)
        for i, p in enumerate(params):
            means[i] = 0.85 * means[i] + 0.15 * p.grad
            squares[i] = 0.99 * squares[i] + 0.01 * p.grad ** 2
            mean, square = means[i] / (1 - 0.85 ** step), squares[i] / (1 - 0.99 ** step)
            p.data -= rate * mean / (square ** 0.5 + 1e-8)
            p.grad = 0
        if step <= 3 or step % 50 == 0:  # the others are not published
            yield loss.data


names = sys.stdin.read().split('\n')
start = time.perf_counter()
answer = list(train(names, int(sys.argv[2])))
print(json.dumps({'answer': answer, 'times': [time.perf_counter() - start]}))
