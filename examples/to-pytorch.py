"""to-pytorch.py: the model that `npm start -- --save model.json` has kept, as a torch.nn.Sequential.

You will see its layers. They compute in float64, as micrograd-lab does, and so give the same outputs to 15 digits.
"""
import json, torch

torch.set_default_dtype(torch.float64)
saved = json.load(open('model.json'))
kinds = {'linear': torch.nn.Identity, 'relu': torch.nn.ReLU, 'tanh': torch.nn.Tanh, 'sigmoid': torch.nn.Sigmoid}
numbers, size, model = map(float, saved['parameters']), saved['inputs'], torch.nn.Sequential()
for layer in saved['layers']:
    rows = [[next(numbers) for _ in range(size + 1)] for _ in range(layer['neurons'])]  # a neuron's weights, its bias
    linear, size = torch.nn.Linear(size, len(rows)), len(rows)
    linear.weight.data = torch.tensor([row[:-1] for row in rows])
    linear.bias.data = torch.tensor([row[-1] for row in rows])
    model.append(linear).append(kinds[layer['activation']]())

print(model)
