import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import { ndarray } from "@blockzoo/core";
import { ctc } from "@blockzoo/ctc";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

describeFamily(ctc, {
  backends: { onnxruntime: () => onnxruntime(), "tfjs-wasm": () => tfjs({ device: "wasm" }) },
  ...familyOptions(new URL(".", import.meta.url)),
});

// What they are measured on is not in the package.
describeWeights(ctc, {
  backend: () => onnxruntime(),
  golden,
  inputs: { "ctc-digits.fsdd": { lengths: ndarray(Int32Array.of(3200, 2000)) } },
  measured: [],
});
