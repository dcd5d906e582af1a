// The file that all contenders of a forward pass read. Images and weights are decided by their names.
import { readFileSync } from "node:fs";
import type { NDArray } from "@blockzoo/core";
import { knownValues } from "@blockzoo/testkit";

/** Networks that take images, and height and width of these. */
export const inferenceNetworks = {
  alexnet: 224,
  vgg16: 224,
  googlenet: 224,
  resnet18: 224,
  resnet50: 224,
  stylist: 256,
} as const;

export interface InferenceProblem {
  readonly network: keyof typeof inferenceNetworks;
  readonly batch: number;
  /** The file that torch.onnx wrote. */
  readonly exported: string;
  /** How many of the scores, or of the pixels, are compared. */
  readonly results: number;
}

export function readInferenceProblem(file: string): InferenceProblem & { readonly input: NDArray } {
  const problem = JSON.parse(readFileSync(file, "utf8")) as InferenceProblem;
  const side = inferenceNetworks[problem.network];
  return { ...problem, input: knownValues("input", [problem.batch, 3, side, side]) };
}
