/**
 * A classifier as a convolution: its dense head becomes kernels as large as the maps that it flattens, so that an image of
 * any size gives scores for each of its windows in one pass, at the price of what windows share.
 *
 * J. Long, E. Shelhamer, T. Darrell, "Fully Convolutional Networks for Semantic Segmentation", arXiv 1411.4038, 2014,
 * section 3.1; P. Sermanet et al., "OverFeat", arXiv 1312.6229, 2013, section 3.5.
 *
 * The classifier is traced on one image of its own size; its graph is written anew for an image of any size. A dense layer
 * with weight [O, C h w] behind the flattening of maps [N, C, h, w] is a convolution with the weight as [O, C, h, w], since
 * flattening counts columns first, then rows, then channels. A mean over whole maps is one over windows of their size.
 *
 * Where convolutions add no zeros, scores are exactly those of the windows cut out. Where they do, a window sees its
 * surroundings in the place of zeros.
 */
import {
  averagePool,
  Block,
  BlockzooError,
  check,
  conv,
  currentBuilder,
  describeType,
  float32,
  localResponseNorm,
  maxPool,
  reshape,
  stateOf,
  tensor,
  trace,
  transpose,
  type Graph,
  type NDArray,
  type Node,
  type Region,
  type Shape,
  type Tensor,
} from "@blockzoo/core";

/** Channels, height and width. */
export type ImageSize = readonly [channels: number, height: number, width: number];

/**
 * A classifier that gives its scores for every window of an image: `[N, C, H, W] -> [N, classes, h, w]`; one score where the
 * image has the classifier's own size. Its state is the classifier's, names and shapes alike, so what was trained on single
 * images loads as it is. Blocks behave as in evaluation: train the classifier.
 *
 * @throws BlockzooError while tracing, where the network does something that has no meaning for windows
 * @example
 * const digits = toFullyConvolutional(new LeNet5Modern(), [1, 32, 32]);
 * trace(digits, { x: float32("N", 1, "H", "W") });
 */
export function toFullyConvolutional(classifier: Block, image: ImageSize): FullyConvolutional {
  return new FullyConvolutional(classifier, image);
}

/** What {@link toFullyConvolutional} makes. */
export class FullyConvolutional extends Block {
  readonly #classifier: Block;
  readonly #image: ImageSize;

  constructor(classifier: Block, image: ImageSize) {
    super();
    this.#classifier = classifier;
    this.#image = image;
    // The classifier's fields stand here too, so that names and weights stay what they are.
    for (const [key, value] of Object.entries(classifier)) {
      Object.defineProperty(this, key, { value, enumerable: true });
    }
  }

  forward(x: Tensor): Tensor {
    check(
      x.rank === 4 && x.shape[1] === this.#image[0],
      () => `expects images [N, ${this.#image[0]}, H, W], got x ${describeType(x)}`,
    );
    const graph = trace(this.#classifier, { x: float32(1, ...this.#image) });
    const state = new Map(stateOf(this.#classifier).map(({ name, value }) => [name, value.read()]));
    return new Conversion(graph, x, state).run();
  }
}

/** What stands for a tensor of the classifier's graph. */
interface Converted {
  readonly tensor: Tensor;
  /** Whether it depends on the image. */
  readonly depends: boolean;
  /** Channels, height and width of the maps, where the classifier has flattened them: here they are maps still. */
  readonly flattened?: ImageSize;
}

/** Ops that treat every place of a map alike, whatever the size of the map. */
const local: ReadonlySet<string> = new Set(["conv", "maxPool", "averagePool"]);

/** Ops that treat every element alike. */
const elementwise: ReadonlySet<string> = new Set(
  "neg abs sign exp log sqrt floor tanh sigmoid relu erf not cast add sub mul div pow maximum minimum equal less and or where".split(
    " ",
  ),
);

class Conversion {
  readonly #converted = new Map<Tensor, Converted>();

  constructor(
    readonly graph: Graph,
    readonly image: Tensor,
    readonly state: ReadonlyMap<string, Tensor>,
  ) {}

  run(): Tensor {
    for (const node of this.graph.nodes) {
      if (node.region?.name === "lrn") {
        this.#normalized(node, node.region);
        continue;
      }
      this.#outputsOf(node).forEach((converted, index) => this.#converted.set(node.outputs[index]!, converted));
    }
    const [output, ...further] = this.graph.outputs;
    check(
      output !== undefined && further.length === 0,
      () => `a classifier with one output is expected, got ${this.graph.outputs.map(({ name }) => name).join(", ")}`,
    );
    return this.#get(output.tensor).tensor;
  }

  #get(old: Tensor): Converted {
    return this.#converted.get(old)!;
  }

  #outputsOf(node: Node): readonly Converted[] {
    const { op, attributes } = node;
    if (op === "input") return [{ tensor: this.image, depends: true }];
    if (op === "state") return [{ tensor: this.state.get(attributes["name"] as string)!, depends: false }];
    if (op === "constant") return [{ tensor: tensor(attributes["value"] as NDArray), depends: false }];
    const inputs = node.inputs.map((input) => this.#get(input));
    if (!inputs.some(({ depends }) => depends)) return this.#emitted(node, inputs, false);
    if (op === "reshape") return [this.#reshaped(node, inputs[0]!)];
    if (op === "matMul") return [this.#dense(node, inputs)];
    if (op === "reduceMean" || op === "reduceMax") return [this.#pooled(node, inputs[0]!)];
    if (this.#isLocal(node, inputs)) return this.#emitted(node, inputs, true);
    if (elementwise.has(op)) return this.#elementwise(node, inputs);
    return refuse(node, `${op} has no meaning for windows of an image`);
  }

  /** Local response normalisation reshapes maps inside, but sees no neighbours of a place. */
  #normalized(node: Node, { inputs, outputs, attributes }: Region): void {
    if (node.outputs[0] !== outputs[0]) return;
    const normalized = localResponseNorm(this.#get(inputs[0]!).tensor, attributes);
    this.#converted.set(outputs[0]!, { tensor: normalized, depends: true });
  }

  /** The same op on what stands for its inputs. */
  #emitted(node: Node, inputs: readonly Converted[], depends: boolean): readonly Converted[] {
    const tensors = inputs.map((input) => input.tensor);
    return currentBuilder("toFullyConvolutional")
      .emit(node.definition!, tensors, node.attributes)
      .map((made) => ({ tensor: made, depends }));
  }

  #isLocal(node: Node, [first]: readonly Converted[]): boolean {
    if (first!.flattened !== undefined) return false;
    if (local.has(node.op)) return true;
    // Along channels alone, as in local response normalisation.
    const { axes, axis, pads } = node.attributes as { axes?: number[]; axis?: number; pads?: [number, number][] };
    if (node.op === "slice") return axes!.every((each) => each === 1);
    if (node.op === "concat") return axis === 1;
    return node.op === "pad" && pads!.every(([before, after], each) => each === 1 || (before === 0 && after === 0));
  }

  /** Flattening: the maps stay, and what they would be as a row is remembered. */
  #reshaped(node: Node, input: Converted): Converted {
    const [from, to] = [node.inputs[0]!.shape, node.outputs[0]!.shape];
    if (from.length === 4 && to.length === 2 && to[0] === 1 && input.flattened === undefined) {
      return { ...input, flattened: from.slice(1) as unknown as ImageSize };
    }
    if (from.join() === to.join()) return input;
    return refuse(node, `[${from}] is reshaped to [${to}]: only maps [N, C, H, W] can be flattened, to rows`);
  }

  #dense(node: Node, [x, weight]: readonly Converted[]): Converted {
    const { transposeA, transposeB } = node.attributes as { transposeA: boolean; transposeB: boolean };
    const shape = node.inputs[1]!.shape as readonly number[];
    if (x!.flattened === undefined || weight!.depends || transposeA || shape.length !== 2)
      return refuse(node, "only a product of flattened maps with a weight becomes a convolution");
    const outputs = shape[transposeB ? 0 : 1]!;
    const rows = transposeB ? weight!.tensor : transpose(weight!.tensor);
    return {
      tensor: conv(x!.tensor, reshape(rows, [outputs, ...x!.flattened])),
      depends: true,
      flattened: [outputs, 1, 1],
    };
  }

  /** The mean or the maximum of whole maps: of windows of their size. */
  #pooled(node: Node, x: Converted): Converted {
    const { axes, keepDimensions } = node.attributes as { axes: readonly number[]; keepDimensions: boolean };
    const [, channels, ...kernel] = node.inputs[0]!.shape as readonly number[];
    if (x.flattened !== undefined || axes.join() !== "2,3") return refuse(node, `${node.op} is not over whole maps`);
    const pool = node.op === "reduceMean" ? averagePool : maxPool;
    const pooled = { tensor: pool(x.tensor, { kernel, strides: 1 }), depends: true };
    return keepDimensions ? pooled : { ...pooled, flattened: [channels!, 1, 1] };
  }

  #elementwise(node: Node, inputs: readonly Converted[]): readonly Converted[] {
    const flattened = inputs.find((input) => input.flattened !== undefined)?.flattened;
    const aligned = inputs.map((input, index) => {
      const { shape } = node.inputs[index]!;
      if (input.depends) {
        if (input.flattened?.join() === flattened?.join()) return input;
        return refuse(node, "rows and maps come together");
      }
      return {
        ...input,
        tensor: flattened ? alongChannels(node, input.tensor, flattened) : everywhere(node, input.tensor, shape),
      };
    });
    return this.#emitted(node, aligned, true).map((made) => ({ ...made, ...(flattened && { flattened }) }));
  }
}

/** A vector that is added to rows, as one that is added to maps. */
function alongChannels(node: Node, value: Tensor, [channels, height, width]: ImageSize): Tensor {
  const size = (value.shape as number[]).reduce((product, each) => product * each, 1);
  if (size === 1) return reshape(value, []);
  if (size === channels && height === 1 && width === 1) return reshape(value, [channels, 1, 1]);
  return refuse(node, `${describeType(value)} differs from place to place of the maps`);
}

function everywhere(node: Node, value: Tensor, shape: Shape): Tensor {
  if (shape.slice(-2).every((size) => size === 1)) return value;
  return refuse(node, `${describeType(value)} differs from place to place of the maps`);
}

function refuse(node: Node, reason: string): never {
  const where = node.path === "" ? "" : `${node.path}: `;
  throw new BlockzooError(`${where}cannot become a convolution: ${reason}`);
}
