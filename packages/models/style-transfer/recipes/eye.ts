import type { StateDict } from "@blockzoo/core";
import { loadWeights } from "@blockzoo/family";
import type { Trunk } from "../src/trunk.js";
import { smallTrunk } from "../src/trunks/small.js";
import { trunkWeights } from "../src/trunks/trunk-weights.js";
import { weights } from "../src/weights.js";

/** The network through which pictures are compared, with its weights. */
export interface Eye {
  readonly trunk: Trunk;
  /** By the trunk's own names. */
  readonly weights: StateDict;
}

const tag = "style-trunk.pictures";

/** The trunk that comes with the package. */
export async function packagedEye(): Promise<Eye> {
  return { trunk: smallTrunk(), weights: trunkWeights(await loadWeights(weights[tag])) };
}

/** What settings of recipes say of it: others weights teach something else. */
export const eyeSettings = { trunk: tag, sha256: weights[tag].sha256 };
