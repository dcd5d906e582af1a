// The file that all contenders of a forward pass read. Images and weights are decided by their names.
import { readFileSync } from "node:fs";
import type { NDArray } from "@blockzoo/core";
import { knownValues } from "@blockzoo/testkit";

export const inferenceNetworks = ["alexnet", "vgg16", "googlenet", "resnet18", "resnet50"] as const;

export interface InferenceProblem {
  readonly network: (typeof inferenceNetworks)[number];
  readonly batch: number;
  /** The file that torch.onnx wrote. */
  readonly exported: string;
  /** How many of the scores are compared. */
  readonly results: number;
}

export function readInferenceProblem(file: string): InferenceProblem & { readonly input: NDArray } {
  const problem = JSON.parse(readFileSync(file, "utf8")) as InferenceProblem;
  return { ...problem, input: knownValues("input", [problem.batch, 3, 224, 224]) };
}
