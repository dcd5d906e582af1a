import { Block, ndarray, type NDArray, type StateDict, type Tensor } from "@blockzoo/core";
import { Rbm } from "@blockzoo/rbm";

/** Restricted Boltzmann machines on each other, as they are before they are unrolled into a deep autoencoder. */
export class MachineStack extends Block {
  readonly machines: readonly Rbm[];

  /** @param widths units of the image and of each layer; the last is the code, whose units are linear with noise of deviation 1 */
  constructor(widths: readonly number[]) {
    super();
    this.machines = widths.slice(1).map((hidden, index) => {
      const hiddenUnits = index === widths.length - 2 ? "gaussian" : "bernoulli";
      return new Rbm({ visible: widths[index]!, hidden, hiddenUnits });
    });
  }

  /** What the first so many machines make of images [N, pixels]: probabilities, which are passed up as in the paper. */
  forward(images: Tensor, machines = this.machines.length): Tensor {
    return this.machines.slice(0, machines).reduce((x, machine) => machine.hiddenProbabilities(x), images);
  }
}

/** First weights of an autoencoder of dense layers: each machine is a layer of the encoder, and turned around one of the decoder. */
export function unrolled(stack: StateDict): StateDict {
  const weights = new Map<string, NDArray>();
  for (let index = 0; stack.has(`machines.${index}.weight`); index++) {
    const value = (name: string) => stack.get(`machines.${index}.${name}`)!;
    const layer = `fc${index + 1}`;
    weights.set(`encoder.${layer}.weight`, transposed(value("weight")));
    weights.set(`encoder.${layer}.bias`, value("hiddenBias"));
    weights.set(`decoder.${layer}.weight`, value("weight"));
    weights.set(`decoder.${layer}.bias`, value("visibleBias"));
  }
  return weights;
}

function transposed({ shape, data }: NDArray): NDArray {
  const [rows, columns] = shape as [number, number];
  const values = Float32Array.from(
    { length: data.length },
    (_, at) => data[(at % rows) * columns + Math.floor(at / rows)]!,
  );
  return ndarray(values, [columns, rows]);
}
