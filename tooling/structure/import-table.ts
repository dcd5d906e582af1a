import type { Package } from "./workspace.js";

/**
 * Who may import whom: imports go inward only. A row names the workspace packages that a package's own code may import;
 * "model" stands for every package under packages/models, "*" for all.
 */
export const importTable: Readonly<Record<string, readonly string[]>> = {
  core: [],
  onnx: ["core", "weights"],
  weights: ["core"],
  data: ["core", "weights"],
  inspect: ["core"],
  "backend-onnxruntime": ["core", "onnx"],
  "backend-tfjs": ["core"],
  family: ["core", "weights", "data"],
  // What a common task needs to be checked and called; drills and commands are loaded when asked for.
  tasks: ["core", "family", "train", "weights", "data"],
  train: ["core", "weights", "data", "family"],
  testkit: ["core"],
  "family-checks": ["core", "family", "train", "weights", "data", "onnx", "testkit"],
  // It writes files and knows no network; its templates are families.
  "create-family": [],
  zoo: ["core", "family", "model"],
  blockzoo: ["*"],
  // A model may stand on another one, its trunk. No model imports a backend.
  model: ["core", "family", "tasks", "data", "model"],
  // A recipe may pretrain with another family, or have one judge what was learned.
  "model recipes": ["core", "family", "tasks", "train", "data", "model"],
  // In src/optimization: an entry that optimises what a network sees, a picture, with the minimisers of train.
  "model optimization": ["core", "family", "tasks", "train", "data", "model"],
  app: ["*"],
  tooling: ["*"],
};

/** Tests may import these besides what their package may. */
export const testMayImport: readonly string[] = [
  "testkit",
  "family-checks",
  "onnx",
  "inspect",
  "zoo",
  "tasks",
  "backend-onnxruntime",
  "backend-tfjs",
];

/** Packages whose main entry also runs in a page, so that it must load without Node's modules. */
export const browserRoles: readonly string[] = [
  "core",
  "onnx",
  "weights",
  "data",
  "inspect",
  "backend-onnxruntime",
  "backend-tfjs",
  "family",
  "tasks",
  "train",
  "model",
];

/** The name under which the table knows a package. */
export function roleOf({ directory }: Pick<Package, "directory">): string {
  if (directory.startsWith("packages/models/")) return "model";
  if (directory.startsWith("apps/")) return "app";
  if (directory.startsWith("tooling/") || directory === "recipes") return "tooling";
  return directory.slice("packages/".length);
}
