import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { referenceBackend } from "@blockzoo/core";
import { mlp } from "@blockzoo/mlp";
import { readSafetensors } from "@blockzoo/weights";
import { expect, it } from "vitest";
import { trainingProgram } from "../../src/laboratory/training/program.js";

const test = fileURLToPath(new URL(".", import.meta.url));

it("the program that the page gives trains the same network, with the same changes by hand", async () => {
  const { recipes } = await mlp.recipes();
  const recipe = recipes.find(({ id }) => id === "mlp-moons.moons")!;
  const beforeStep = ({ step }: { readonly step: number }) =>
    step < 100 ? {} : step < 200 ? { learningRateFactor: 2, batchSize: 25 } : { batchSize: 25 };
  const { history, weights } = await recipe.run({ backend: referenceBackend(), beforeStep });

  // Inside the repository, so that its packages are found by their names.
  const folder = await mkdtemp(path.join(test, "program-"));
  try {
    await writeFile(path.join(folder, "train.mjs"), trainingProgram({ family: "mlp", recipe: recipe.id, history }));
    const node = ["--conditions=@blockzoo/source", "--import=tsx", "train.mjs"];
    const { stdout } = await promisify(execFile)(process.execPath, node, { cwd: folder });
    expect(stdout).toContain("step 400 of 400");
    const bytes = await readFile(path.join(folder, "mlp-moons.moons.safetensors"));
    const { tensors } = readSafetensors(bytes, { name: "what the program wrote" });
    expect([...tensors.keys()].toSorted()).toEqual([...weights.keys()].toSorted());
    for (const [name, { data }] of tensors)
      data.forEach((value, index) => expect(value).toBeCloseTo(weights.get(name)!.data[index]!, 2));
  } finally {
    await rm(folder, { recursive: true });
  }
});
