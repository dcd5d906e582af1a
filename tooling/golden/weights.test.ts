import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { float32, ndarray, referenceBackend, stateOf, trace } from "@blockzoo/core";
import { expectClose } from "@blockzoo/testkit";
import { matchStateDict } from "@blockzoo/weights";
import { readWeightsFile, writeWeightsFile } from "@blockzoo/weights/node";
import { describe, expect, it, onTestFinished } from "vitest";
import { dtypeOf, exchangeFiles, exchangeModel, exchangeWeights } from "./networks/exchange.js";

/** What PyTorch loaded with `strict=True` and computed; see weights.ts. */
const proof = JSON.parse(readFileSync(new URL("strict.json", import.meta.url), "utf8")) as Record<
  string,
  { sha256: string; output: number[] }
>;

describe.each(exchangeFiles)("%s as written here", (name) => {
  it("is the file that PyTorch loaded strictly, and computes the same here", async () => {
    const folder = mkdtempSync(join(tmpdir(), "blockzoo-exchange-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, name);
    const model = exchangeModel();
    await writeWeightsFile(path, exchangeWeights(model), { dtype: dtypeOf(name) });
    expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(proof[name]!.sha256);

    const expected = stateOf(model).map((entry) => ({
      name: entry.name,
      shape: entry.value.shape,
      dtype: "float32" as const,
    }));
    const weights = matchStateDict(expected, (await readWeightsFile(path)).tensors, { source: name });
    const x = ndarray(
      Float32Array.from({ length: 32 }, (_, index) => ((index * 37) % 101) / 101),
      [1, 2, 4, 4],
    );
    const graph = trace(model, { x: float32(1, 2, 4, 4) }, { output: "y" });
    const { outputs } = await (await referenceBackend().compile(graph, { weights })).run({ x });
    expectClose(outputs["y"]!, ndarray(Float32Array.from(proof[name]!.output), [1, 2]), "network", name);
  });
});
