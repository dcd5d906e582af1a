import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeWeights } from "@blockzoo/family-checks";
import { styleTransfer } from "@blockzoo/style-transfer";

const golden = JSON.parse(readFileSync(new URL("./golden/logits.json", import.meta.url), "utf8")) as {
  readonly [tag: string]: number[];
};

describeWeights(styleTransfer, { backend: () => onnxruntime(), golden, measured: [] });
