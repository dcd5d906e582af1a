// The files that contenders of pictures read. Weights, images and what these are compared with are decided by their names.
import { readFileSync } from "node:fs";

/** What is done with pictures, each by a script of ours and one of PyTorch's. */
export const pictureWorks = {
  "style-step": {
    title: "Step of style transfer, 256x256, VGG-19",
    size: 256,
  },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly size: number }>>;

export type PictureWork = keyof typeof pictureWorks;

export interface PicturesProblem {
  /** Of the picture, both sides. */
  readonly size: number;
}

export function readPicturesProblem(file: string): PicturesProblem {
  return JSON.parse(readFileSync(file, "utf8")) as PicturesProblem;
}
