import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { resnet } from "../src/index.js";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

// conformance.json: the other variants take minutes on the reference; pytorch.backend.test.ts runs them.
describeFamily(resnet, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

describeWeights(resnet, {
  backend: () => onnxruntime(),
  golden,
  measured: ["resnet20-mini.glyphs"],
});
