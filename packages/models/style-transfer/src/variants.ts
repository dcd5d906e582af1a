import { float32, type InputTypes } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { imageClassification } from "@blockzoo/tasks/image-classification";
import { painting } from "./painting/index.js";
import { Stylist } from "./stylist.js";
import { noiseChannels, TextureNetwork } from "./texture-network.js";
import { texturing } from "./texturing/index.js";
import { styleTrunk } from "./trunks/style-trunk.js";

/** Noise of five sizes: each name says how many times the smallest it is. */
const noise = Object.fromEntries(
  [16, 8, 4, 2, 1].map((times, scale) => {
    const sizes = ["H", "W"].map((name) => (times === 1 ? name : `${name}*${times}`));
    return [`z${scale + 1}`, float32("N", noiseChannels, ...sizes)];
  }),
) satisfies InputTypes;

export const variants = {
  "texture-network": {
    summary: "textures of any size out of noise of five sizes",
    create: () => new TextureNetwork(),
    task: texturing(),
    graphs: forward(noise, "texture", { openSize: 2 }),
    params: 71_203,
  },
  stylist: {
    summary: "photographs of any size to paintings, at half the paper's width",
    create: () => new Stylist(),
    task: painting(),
    graphs: forward({ image: float32("N", 3, "H", "W") }, "painting", { openSize: 16 }),
    params: 424_099,
  },
  "style-trunk": {
    summary: "the network in which the small trunk learns: from which picture is a part?",
    create: styleTrunk,
    task: imageClassification(),
    graphs: forward({ input: float32("N", 3, 64, 64) }, "logits"),
    params: 437_808,
  },
} as const satisfies Readonly<Record<string, Variant>>;
