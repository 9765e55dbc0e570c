// onnx.ts: takes a trained model along to an engine of tensors. ONNX is the file format that they share, and ONNX
// Runtime runs such a file from Python, C++, Java or a browser. First train a model, and keep it:
//
//   npm start -- --save model.json
//   npm run example onnx model.json model.onnx
//
// You will see how many bytes it takes; netron.app draws what is in it. Then try, with a -- for npm's sake,
// `npm run example -- onnx model.json model.onnx --double`: up to twice the bytes, and outputs that agree with ours in
// 15 digits, not in 6. Our numbers are doubles; most engines are at their best with float, which is half as long.
import { readFileSync, writeFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf'; // writes protocol buffers, of which an ONNX file is one
import { AttributeProto_AttributeType, ModelProtoSchema, TensorProto_DataType } from 'onnx-buf'; // what is in it
import { loadModel, type Activation, type MLP } from 'micrograd-lab';

// ONNX Runtime has each of these, and Gemm, in float and in double.
const operators: Record<Activation, string> = { linear: 'Identity', relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid' };

function toOnnx({ layers }: MLP, precision: 'float' | 'double'): Uint8Array {
  const elemType = { float: TensorProto_DataType.FLOAT, double: TensorProto_DataType.DOUBLE }[precision];

  const tensor = (name: string, dims: number[], numbers: number[]) => {
    const lost = numbers.find((x) => precision === 'float' && !Number.isFinite(Math.fround(x)));
    if (lost !== undefined) throw new RangeError(`${name} has ${lost}, which float cannot hold: use --double`);
    return { name, dataType: elemType, dims: dims.map(BigInt), [`${precision}Data`]: numbers };
  };
  /** Any number of points at a time, with so many numbers each. */
  const points = (name: string, size: number) => {
    const batch = { value: { case: 'dimParam' as const, value: 'batch' } };
    const dim = [batch, { value: { case: 'dimValue' as const, value: BigInt(size) } }];
    return { name, type: { value: { case: 'tensorType' as const, value: { elemType, shape: { dim } } } } };
  };

  const parts = layers.map(({ neurons }, i) => {
    const [{ w, activation }] = neurons;
    const [name, before] = [`layer${i + 1}`, i === 0 ? 'input' : `layer${i}`];
    const output = i === layers.length - 1 ? 'output' : name;
    const [weight, bias, sum] = [`${name}.weight`, `${name}.bias`, `${name}.sum`];
    // Gemm, of points, weights and biases, is points · weights + biases. A column of its weights is a neuron; ours are
    // rows, and so it is to transpose them.
    const transB = { name: 'transB', type: AttributeProto_AttributeType.INT, i: 1n };
    return {
      tensors: [
        tensor(weight, [neurons.length, w.length], neurons.flatMap((neuron) => neuron.w.map(({ data }) => data))),
        tensor(bias, [neurons.length], neurons.map(({ b }) => b.data)),
      ],
      nodes: [
        { opType: 'Gemm', input: [before, weight, bias], output: [sum], attribute: [transB] },
        { opType: operators[activation], input: [sum], output: [output] },
      ],
    };
  });
  return toBinary(ModelProtoSchema, create(ModelProtoSchema, {
    irVersion: 7n, // this and opset 13 are ONNX 1.8's, of 2020: all that is needed, and what most engines can read
    opsetImport: [{ version: 13n }],
    producerName: 'micrograd-lab',
    graph: {
      name: 'MLP',
      input: [points('input', layers[0].neurons[0].w.length)],
      output: [points('output', layers[layers.length - 1].neurons.length)],
      initializer: parts.flatMap(({ tensors }) => tensors),
      node: parts.flatMap(({ nodes }) => nodes),
    },
  }));
}

const precision = process.argv.includes('--double') ? 'double' : 'float';
const files = process.argv.slice(2).filter((argument) => argument !== '--double');
// npm_config_double: without the --, npm takes --double for an option of its own.
if (files.length !== 2 || files.some((file) => file.startsWith('-')) || process.env.npm_config_double !== undefined) {
  console.error('usage: npm run example -- onnx model.json model.onnx [--double]');
  process.exit(2);
}
const [source, target] = files;
try {
  const bytes = toOnnx(loadModel(readFileSync(source, 'utf8')), precision);
  writeFileSync(target, bytes);
  console.log(`ONNX: ${target}, ${bytes.length} bytes`);
} catch (error) {
  // In one line, even where it quotes the file.
  console.error(`cannot make ${target} of ${source}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  process.exitCode = 2;
}
