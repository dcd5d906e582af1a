import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { autoencoder } from "@blockzoo/autoencoder";
import { describeFamily, describeWeights } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [title: string]: number[];
};

// conformance.json: the networks of dense layers for digits differ in widths only; one of them is run.
describeFamily(autoencoder, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

// What they are measured on is not in the package.
describeWeights(autoencoder, { backend: () => onnxruntime(), golden, measured: [] });
