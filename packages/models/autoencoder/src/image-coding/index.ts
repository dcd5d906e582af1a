import type { Task } from "@blockzoo/family";
import { imageCoder, type ImageCoder } from "./image-coder.js";
import { parseImageCodes, type ImageCodes } from "./image-codes.js";

export type { ImageCoder, InterpolateOptions } from "./image-coder.js";
export type { ImageCodes } from "./image-codes.js";

/** The graphs of a network that makes codes of images and images of codes. */
export type CodingGraph = "forward" | "encode" | "decode";

/** Makes short codes of images, and images of codes. */
export function imageCoding(): Task<ImageCodes, ImageCoder, CodingGraph> {
  return {
    name: "image-coding",
    graphs: ["forward", "encode", "decode"],
    parseMeaning: parseImageCodes,
    use: imageCoder,
    drill: async () => (await import("./drill.js")).drill,
    exported: ({ preprocessing }) => ({ forward: { pixels: preprocessing }, encode: { pixels: preprocessing } }),
    command: async () => (await import("./command.js")).command,
  };
}
