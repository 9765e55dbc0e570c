// words.ts: all hints that this assignment gives to students, by the names of the slips (slips.ts). Each one is whole
// sentences, and names what is wrong and what to do.

export const hints = {
  // 2.1
  noBias: 'The bias is missing in the sum: a neuron gives activation(w1 * x1 + w2 * x2 + … + b).',
  drawnBias: 'The bias begins at 0, and nothing is drawn for it. Yours takes a number from `random`, so all later ' +
    'weights are others.',
  weightsFromTheEnd: 'The weights are drawn in another order: the first number that `random()` gives is the weight ' +
    'of the first input.',
  oneWeight: 'All weights are one and the same Value: `fill` puts what it gets at every place. Call `random()` and ' +
    '`new Value` once for each input, as in `Array.from({ length: inputs }, () => new Value(random()))`.',
  activationOnTerms: 'The activation is applied to each term. Add up all terms and the bias first, and apply it ' +
    'once, to the sum.',
  noActivation: 'The activation is missing: the sum is returned as it is. Call `tanh()` or `relu()` on it.',
  inputsChanged: '`forward` changes the list that it is given. The next neuron sees the same list, so it must stay ' +
    'as it is: put the products somewhere else.',
  weightsUnwrapped: 'The sum is made of numbers, `weight.data`, so no gradient finds its way back to the weights. ' +
    'Multiply the Values: `weight.mul(inputs[i])`.',
  // 2.2
  noBiasListed: 'The biases are missing in `parameters()`. They are trained, too: each neuron lists its weights, ' +
    'then its bias.',
  biasFirst: '`parameters()` lists a neuron\'s bias before its weights. The order is the other way round: its ' +
    'weights, then its bias.',
  oneNeuron: 'All neurons of a layer are one and the same: `fill` puts what it gets at every place. Make a new one ' +
    'for each place, as in `Array.from({ length: outputs }, () => new Neuron(inputs, activation, random))`.',
  sharedWeights: 'All neurons of a layer share one list of weights, so all learn the same. Each neuron draws weights ' +
    'of its own.',
  inputsForAllLayers: 'Every layer gets the inputs of the network. Only the first one does: each later layer gets ' +
    'the outputs of the layer before it.',
  sizesOfInputs: 'Every layer is made for as many inputs as the network has. Each layer after the first has one ' +
    'input for each neuron of the layer before it.',
  hiddenOnLast: 'The last layer has the activation of the hidden layers. It has its own one, `last`: with ' +
    '\'linear\', a score may be any number.',
  onlyLastListed: '`parameters()` of the network lists those of its last layer only. List those of all layers, from ' +
    'the first to the last.',
  listedTwice: '`parameters()` lists each parameter twice, so a step of descent would move it twice. List it once.',
  // 2.3
  meanForSum: '`squaredError` is the sum over all points. Yours is the mean.',
  outputsUnwrapped: 'The loss is made of numbers, `output.data`, so no gradient finds its way back to the outputs. ' +
    'Use the Values: `output.sub(target)`.',
  sumForMean: '`maxMargin` is the mean over all points. Yours is the sum.',
  wrongSide: '`maxMargin` has the wrong sign: it is max(0, 1 - target * score). Yours is 1 + target * score, which ' +
    'is small for scores on the wrong side.',
  noMargin: 'In `maxMargin` the 1 is missing: it is max(0, 1 - target * score). Each score shall be at least 1 away ' +
    'from 0.',
  noMaximum: 'In `maxMargin` the maximum is missing: it is max(0, 1 - target * score), and `relu` is max(0, …). A ' +
    'score that is far on the right side costs nothing, and earns nothing.',
  // 2.4
  dataWiped: '`zeroGrad` sets the data to 0, and with it all that was learned. It sets the gradients to 0, and ' +
    'leaves the data as they are.',
  uphill: 'That is a step uphill. A gradient says where the loss grows, and a parameter moves the other way: `p.data ' +
    '-= rate * p.grad`.',
  newValues: 'The parameters have not moved. Change the `data` of each Value itself: a new Value is no part of the ' +
    'network.',
  neverZeroed: 'The gradients of all steps add up. Set them to 0 in each step, before `backward`.',
  zeroedTooLate: 'Nothing moves: all losses are the same. Were the gradients set to 0 after `backward`, before the ' +
    'step could use them? Set them to 0 before `backward`.',
  lossMadeOnce: 'The loss was made once, before the loop. A Value is computed when it is made: make the outputs and ' +
    'the loss anew in each step.',
  stepForEachPoint: 'That is a step after each point. Make one loss of all points, and take one step for it.',
  lossAfterStep: 'These are the losses after each step. The list has the loss before each step: the one that ' +
    '`backward` was called on.',
  // 2.5
  comparedWithTargets: 'No output is exactly 1 or -1. An output is right if it is on its target\'s side of 0.',
  wrongCounted: 'That is how many are wrong. Count those on their target\'s side of 0.',
  // 2.6
  velocityForgotten: 'The velocity does not last: each step must keep `momentum` times what it was.',
  partOfGradient: 'The gradient is multiplied by 1 - momentum. It is added in full: velocity = momentum * velocity + ' +
    'gradient.',
  oneVelocity: 'All parameters share one velocity. Each one needs its own.',
  // 2.7
  noL2: '`l2` is missing in the loss: the notebook adds 0.0001 times the sum of the squares of all parameters.',
  lectureLoss: 'That is `squaredError`. The notebook\'s loss is `maxMargin`.',
  constantRate: 'The rate stays at 1. It falls from step to step: 1 - 0.9 * k / 100 in step k.',
  rateBySteps: 'The rate depends on how many steps are taken. In step k it is 1 - 0.9 * k / 100, also if there are ' +
    'only 5 steps.',
  swapped: 'The picture has x and y the wrong way round: the network\'s first input is x.',
};

export type HintName = keyof typeof hints;
