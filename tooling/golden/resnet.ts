// Writes packages/models/resnet/test/golden/pytorch.json: what torchvision's networks, and the twins of those for CIFAR,
// compute from the same weights:
//
//   node --conditions=@blockzoo/source --import tsx tooling/golden/resnet.ts
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resnet } from "@blockzoo/resnet";
import { randomState } from "@blockzoo/testkit";
import { writeSafetensors } from "@blockzoo/weights";
import { runPython } from "./python.js";

const names = [
  "resnet18",
  "resnet34",
  "resnet50",
  "resnet50-v1",
  "resnet101",
  "resnet152",
  "resnet20",
  "resnet20-b",
  "plain20",
  "resnet20-mini",
] as const;

const folder = mkdtempSync(join(tmpdir(), "blockzoo-golden-"));
const networks = names.map((name) => {
  const weights = join(folder, `${name}.safetensors`);
  writeFileSync(weights, writeSafetensors(randomState(resnet.create(name))));
  return { name, weights };
});
writeFileSync(
  new URL("../../packages/models/resnet/test/golden/pytorch.json", import.meta.url),
  runPython("resnet.py", networks),
);
rmSync(folder, { recursive: true });
console.log(`wrote ${names.length} networks`);
