import {
  add,
  Block,
  callMethod,
  check,
  describeType,
  features,
  isTensor,
  mul,
  ndarray,
  tensor,
  type Tensor,
} from "@blockzoo/core";
import type { LayerWeights } from "./losses.js";

/**
 * A network whose layers can be read by name, such as `VggFeatures`. What a layer of another network gives, that of a block by
 * its path, is read by {@link tapped}.
 */
export interface TappedNetwork extends Block {
  /** What layers give for images [N, 3, H, W], [N, C, h, w] each, by name. */
  activations(images: Tensor, layers: readonly string[]): Readonly<Record<string, Tensor>>;
}

/** What a network that sees images was trained on: red, green, blue, in this order, from 0 to 1, then normalised. */
export interface TrunkInput {
  readonly mean: readonly [red: number, green: number, blue: number];
  readonly deviation: readonly [red: number, green: number, blue: number];
}

/** The layers that pictures are compared in, and how much each counts. */
export interface ComparedLayers {
  readonly content: LayerWeights;
  readonly style: LayerWeights;
}

/**
 * The network that a picture is compared through. It is never trained here: its weights are constants of the loss.
 *
 * @example
 * const trunk = new Trunk(new VggFeatures({ stages: table1.E, pool: "average" }), imageNet);
 * const { relu4_2 } = trunk.forward(image, ["relu4_2"]);   // in a forward, image from 0 to 1
 */
export class Trunk extends Block {
  constructor(
    readonly network: TappedNetwork,
    readonly input: TrunkInput,
    /** Those that pictures are compared in where nothing else is asked for. */
    readonly layers?: ComparedLayers,
  ) {
    super();
  }

  /**
   * What layers give for images [N, 3, H, W], red, green, blue from 0 to 1.
   *
   * @throws BlockzooError where there is no such layer
   */
  forward(images: Tensor, layers: readonly string[]): Readonly<Record<string, Tensor>> {
    check(
      images.rank === 4 && images.shape[1] === 3,
      () => `a trunk sees images [N, 3, H, W] in red, green, blue, got ${describeType(images)}`,
    );
    return this.network.activations(this.#normalized(images), layers);
  }

  #normalized(images: Tensor): Tensor {
    const { mean, deviation } = this.input;
    const scale = deviation.map((value) => 1 / value);
    const shift = mean.map((value, channel) => -value / deviation[channel]!);
    return add(mul(images, perChannel(scale)), perChannel(shift));
  }
}

/** One number a channel, beside images [N, 3, H, W]. */
function perChannel(values: readonly number[]): Tensor {
  return tensor(ndarray(Float32Array.from(values), [values.length, 1, 1]));
}

/**
 * Any network as one whose layers are read by name: the names are the paths of its blocks.
 *
 * @example new Trunk(tapped(resnet18()), imageNet)   // layers conv1, layer1, layer2.0.conv1, ...
 */
export function tapped(model: Block): TappedNetwork {
  return new BlocksByPath(model);
}

class BlocksByPath extends Block {
  constructor(readonly model: Block) {
    super();
  }

  forward(images: Tensor): unknown {
    return callMethod(this.model, "forward", images);
  }

  activations(images: Tensor, layers: readonly string[]): Readonly<Record<string, Tensor>> {
    const outputs = features(this.model, layers).forward(images);
    return Object.fromEntries(
      Object.entries(outputs).map(([layer, output]) => {
        check(isTensor(output), () => `the layer "${layer}" gives several tensors: name a block inside of it`);
        return [layer, output];
      }),
    );
  }
}
