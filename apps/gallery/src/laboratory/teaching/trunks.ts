import type { SampleKind } from "../../teach/sample.js";
import type { Trunk } from "../../teach/program/taught-network.mjs";

/** What has learned to see or to hear before, by what it is taught with: the files that the user takes away. */
export const trunks: Readonly<Record<SampleKind, () => Promise<Trunk>>> = {
  pictures: async () => (await import("../../teach/program/pictures.mjs")).openTrunk(),
  sounds: async () => (await import("../../teach/program/sounds.mjs")).openTrunk(),
};
