import { BlockzooError, messageOf, stateOf, type StateDict } from "@blockzoo/core";
import { loadWeights } from "@blockzoo/family";
import { smallTrunk, styleTransfer, trunkWeights, vgg19Trunk, type Trunk } from "@blockzoo/style-transfer";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile } from "@blockzoo/weights/node";

const trunks = { small: smallTrunk, vgg19: vgg19Trunk } as const satisfies Readonly<Record<string, () => Trunk>>;

/** A network that pictures are compared through, by the name that the command takes. */
export type TrunkName = keyof typeof trunks;

/** It, with its weights. */
export interface ChosenTrunk {
  readonly network: Trunk;
  readonly weights: StateDict;
  /** For messages: `style-trunk.pictures`, `vgg19.pth`. */
  readonly source: string;
}

/** What comes with the package. */
const packaged = "style-trunk.pictures";

/**
 * The trunk that `--trunk` names, with the weights in the file of `--weights`.
 *
 * @throws BlockzooError where there is no file, or it holds another network
 */
export async function chooseTrunk(options: {
  readonly trunk?: TrunkName;
  readonly weights?: string;
}): Promise<ChosenTrunk> {
  const { trunk = "small", weights: file } = options;
  if (trunk === "vgg19" && file === undefined) {
    throw new BlockzooError(
      "the weights of vgg19 are not packaged: name the file of its weights with --weights, which torchvision makes by " +
        'torch.save(torchvision.models.vgg19(weights="DEFAULT").state_dict(), "vgg19.pth")',
    );
  }
  const network = trunks[trunk]();
  const source = file ?? packaged;
  const given =
    file === undefined ? await loadWeights(styleTransfer.weights[packaged]) : (await readWeightsFile(file)).tensors;
  const expected = stateOf(network).map(({ name, value }) => ({ name, shape: value.shape, dtype: "float32" as const }));
  return { network, weights: matchStateDict(expected, asTrunk(given, source), { source }), source };
}

function asTrunk(weights: StateDict, source: string): StateDict {
  try {
    return trunkWeights(weights);
  } catch (cause) {
    throw new BlockzooError(`${source}: ${messageOf(cause)}`, { cause });
  }
}
