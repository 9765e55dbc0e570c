# pytorch.py: training by PyTorch, on one thread of the CPU, in float64. micrograd.py comes next.
# What a row of the benchmark is given and prints: see row.mjs.
import json
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def read_network():
    numbers = [float(text) for text in sys.stdin.read().split()]
    rate, (count, layers) = numbers[0], map(int, numbers[1:3])
    widths = [int(width) for width in numbers[3:4 + layers]]
    end = 4 + layers + count * (widths[0] + 1)
    rows = torch.tensor(numbers[4 + layers:end]).reshape(count, widths[0] + 1)
    return rate, widths, rows, torch.tensor(numbers[end:])


def training(size):
    rate, widths, rows, initial = read_network()
    x, targets = rows[:, :-1].contiguous(), rows[:, -1:].contiguous()
    linear = [torch.nn.Linear(*pair) for pair in zip(widths, widths[1:])]
    hidden = [module for layer in linear[:-1] for module in (layer, torch.nn.ReLU())]
    model = torch.nn.Sequential(*hidden, linear[-1])
    optimizer = torch.optim.SGD(model.parameters(), lr=rate)
    losses = []

    @torch.no_grad()
    def begin():
        at = 0
        for layer in linear:
            # Neuron by neuron, its weights and then its bias.
            neurons = initial[at:at + layer.out_features * (layer.in_features + 1)].reshape(layer.out_features, -1)
            at += neurons.numel()
            layer.weight.copy_(neurons[:, :-1])
            layer.bias.copy_(neurons[:, -1])

    def once():
        step = len(losses) % size
        if step == 0:
            begin()
        margins = (1 - targets * model(x)).relu()
        loss = margins.mean() + 1e-4 * sum((p * p).sum() for p in model.parameters())
        optimizer.zero_grad()
        loss.backward()
        optimizer.param_groups[0]['lr'] = rate * (1 - 0.9 * step / 100)
        optimizer.step()
        losses.append(loss.item())
    return once, lambda: losses[:size]


def timed(once, seconds, least):
    times = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        once()
        times.append(time.perf_counter() - before)
    return times


def main(work, size, warmup, seconds):
    assert work == 'training', work
    once, answer = training(int(size))
    timed(once, float(warmup), 1)
    times = timed(once, float(seconds), 3)
    print(json.dumps({'answer': answer(), 'times': times}))


main(*sys.argv[1:])
