import {
  Block,
  callMethod,
  constant,
  freeze,
  Parameter,
  type Backend,
  type Feeds,
  type NDArray,
  type StateDict,
  type Tensor,
} from "@blockzoo/core";
import { objectiveOf, typesOf, valueAndGradient, type ParametersObjective, type Vector } from "@blockzoo/train";

/** A scalar that shall become small, and further scalars to report. */
export type PictureLoss = { readonly value: Tensor } & { readonly [metric: string]: Tensor };

export interface PictureObjectiveOptions<Network extends Block> {
  /** The picture to begin with, float32 [1, 3, H, W]. */
  readonly start: NDArray;
  /** What looks at the picture. It is not trained: its weights are constants of the objective. */
  readonly network: Network;
  readonly weights: StateDict;
  /** A loss of the picture [1, 3, H, W], and of what it is compared with. */
  readonly loss: (picture: Tensor, network: Network, targets: Readonly<Record<string, Tensor>>) => PictureLoss;
  /** What the picture is compared with. Default: nothing. */
  readonly targets?: Feeds;
  readonly backend: Backend;
}

/** A function of a picture, with its gradient with respect to each pixel. */
export interface PictureObjective extends Pick<ParametersObjective, "objective" | "start"> {
  /** A point as a picture again. */
  pictureAt(x: Vector): NDArray;
  dispose(): void;
}

/** Compiles a loss of a picture whose pixels are the only parameters. */
export async function pictureObjective<Network extends Block>(
  options: PictureObjectiveOptions<Network>,
): Promise<PictureObjective> {
  const { start, network, weights, loss, targets = {}, backend } = options;
  const picture = new Parameter(start.shape, constant(0));
  const compiled = await valueAndGradient({
    model: { picture, onlooker: freeze(new Onlooker(network)) },
    f: (_model, tensors) => loss(picture.read(), network, tensors),
    types: typesOf(targets),
    backend,
    // Nothing in the network trains: no dropout, and recorded statistics of batch normalisation.
    mode: "eval",
    weights: new Map([
      ["picture", start],
      ...[...weights].map(([name, value]) => [`onlooker.network.${name}`, value] as const),
    ]),
  });
  const parameters = objectiveOf(compiled, new Map([["picture", start]]), targets);
  return {
    ...parameters,
    pictureAt: (x) => parameters.parametersAt(x).get("picture")!,
    dispose: () => compiled.dispose(),
  };
}

/** Holds a network, so that what is frozen is not the caller's own block. */
class Onlooker extends Block {
  constructor(readonly network: Block) {
    super();
  }

  forward(...inputs: Tensor[]): unknown {
    return callMethod(this.network, "forward", ...inputs);
  }
}
