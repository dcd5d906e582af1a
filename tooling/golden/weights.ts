/**
 * Proves the exchange of weights with PyTorch, and commits the proof:
 *
 *     npx pnpm golden:weights
 *
 * writes files of `torch.save` for the tests of reading (pytorch-files.py), and lets PyTorch load what is written here with
 * `strict=True` (strict-load.py). strict.json keeps the SHA-256 of each file that it took and the module's outputs;
 * weights.test.ts compares both.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeWeightsFile } from "@blockzoo/weights/node";
import { dtypeOf, exchangeFiles, exchangeModel, exchangeWeights } from "./networks/exchange.js";
import { runPython } from "./python.js";

const fixtures = fileURLToPath(new URL("../../packages/weights/test/fixtures", import.meta.url));
runPython("pytorch-files.py", null, fixtures);

const folder = mkdtempSync(join(tmpdir(), "blockzoo-golden-"));
try {
  const weights = exchangeWeights(exchangeModel());
  for (const name of exchangeFiles) await writeWeightsFile(join(folder, name), weights, { dtype: dtypeOf(name) });
  const outputs = JSON.parse(
    runPython("strict-load.py", null, ...exchangeFiles.map((name) => join(folder, name))),
  ) as Record<string, number[]>;
  const sha256 = (name: string) =>
    createHash("sha256")
      .update(readFileSync(join(folder, name)))
      .digest("hex");
  const proof = Object.fromEntries(
    exchangeFiles.map((name) => [name, { sha256: sha256(name), output: outputs[name] }]),
  );
  writeFileSync(fileURLToPath(new URL("strict.json", import.meta.url)), `${JSON.stringify(proof, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
