import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily, describeWeights } from "@blockzoo/testkit";
import { resnet } from "../src/index.js";

const golden = (file: string) =>
  JSON.parse(readFileSync(new URL(`./golden/${file}`, import.meta.url), "utf8")) as Record<string, number[]>;

describeFamily(resnet, {
  backends: { onnxruntime: () => onnxruntime() },
  // The others take minutes on the reference: pytorch.backend.test.ts runs them.
  run: ["resnet20-mini"],
  golden: golden("first-outputs.json"),
  overfit: { "resnet20-mini": { steps: 60 } },
});

describeWeights(resnet, {
  backend: () => onnxruntime(),
  golden: golden("logits.json"),
  measured: ["resnet20-mini.glyphs"],
});
