// presets.ts: the formulas to choose from, in the order of the lecture. Their names stand in words/. `at` is the place
// in the lecture where each is talked about: hours, minutes, seconds. Those without `at` are not in the video.
const neuron = 'x1 = 2\nx2 = 0\nw1 = -3\nw2 = 1\nb = 6.8813735870195432\n';

export const presets = [
  {
    id: 'expression', at: '0:32:10',
    text: 'a = 2\nb = -3\nc = 10\nf = -2\ne = a * b\nd = e + c\nL = d * f',
  },
  {
    id: 'neuron', at: '0:52:52',
    text: `${neuron}x1w1 = x1 * w1\nx2w2 = x2 * w2\nsum = x1w1 + x2w2\nn = sum + b\no = tanh(n)`,
  },
  { id: 'twice', at: '1:22:28', text: 'a = 3\nb = a + a' },
  { id: 'ways', at: '1:22:28', text: 'a = -2\nb = 3\nd = a * b\ne = a + b\nf = d * e' },
  { id: 'exp', at: '1:27:05', text: `${neuron}n = x1 * w1 + x2 * w2 + b\ne = exp(2 * n)\no = (e - 1) / (e + 1)` },
  { id: 'order', at: '', text: 'a = 1\nb = a + a\nc = b + b' },
  {
    id: 'readme', at: '',
    text: 'a = -4\nb = 2\nc = a + b\nd = a * b + b ** 3\nc2 = c + (c + 1)\nc3 = c2 + (1 + c2 + -a)\n' +
      'd2 = d + (d * 2 + relu(b + a))\nd3 = d2 + (3 * d2 + relu(b - a))\ne = c3 - d3\nf = e ** 2\ng = f / 2 + 10 / f',
  },
  {
    id: 'slopes', at: '',
    text: 'a = 2\nb = 3\nc = 4\nf = -(a ** 3) + sin(3 * b) - 1 / c + b ** 2.5 - a ** 0.5',
  },
  {
    id: 'softmax', at: '',
    text: 'l0 = 0\nl1 = 3\nl2 = -2\nl3 = 1\ne0 = exp(l0)\ne1 = exp(l1)\ne2 = exp(l2)\ne3 = exp(l3)\n' +
      'p3 = e3 / (e0 + e1 + e2 + e3)\nloss = -log(p3)',
  },
  {
    id: 'derivatives', at: '',
    text: 'x = 0.5\nt = tanh(x)\nd1 = 1 - t * t\nd2 = (-2) * t * d1\nd3 = (-2) * (d1 * d1 + t * d2)',
  },
] as const;
export type PresetId = (typeof presets)[number]['id'];
