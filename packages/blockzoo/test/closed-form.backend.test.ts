import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { blockzoo, installFamily, userFolder } from "./command.js";

/** The recipe of a third party that solves for its weights: there is no gradient, no loss and no learning rate in it. */
const recipe = new URL("../../train/test/ridge-recipe.ts", import.meta.url);

let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
  await installFamily(cwd, "blockzoo-family-tiny");
  const own = join(cwd, "node_modules/blockzoo-family-readout");
  await mkdir(own);
  await writeFile(
    join(own, "package.json"),
    '{ "name": "blockzoo-family-readout", "type": "module", "exports": "./index.js" }',
  );
  await writeFile(
    join(own, "index.js"),
    `import { float32 } from "@blockzoo/core";
import { forward } from "@blockzoo/family";
import { tiny } from "blockzoo-family-tiny";
import { Readout, readoutMoons } from ${JSON.stringify(recipe.href)};

const graphs = forward({ input: float32("N", 2) }, "logits");
const readout = { ...tiny.variants.tiny, create: () => new Readout(), graphs, params: 322 };
export const family = {
  ...tiny,
  name: "readout",
  variants: { readout },
  recipes: async () => ({ recipes: [readoutMoons] }),
};
`,
  );
});

it("blockzoo train runs a recipe that solves for its weights", async () => {
  const { code, stdout, stderr } = await blockzoo(["train", "readout.moons", "--seed", "1"], { cwd });
  expect(stderr).toMatch(/5\/5 {2}[\d.]+ steps\/s\n$/);
  expect(stdout).toContain("gate accuracy >= 0.98: reached\n5 steps in ");
  expect(code).toBe(0);
  const text = (name: string) => readFile(join(cwd, "runs/readout.moons", name), "utf8");
  expect(await text("history.jsonl")).toBe('{"step":1}\n{"step":2}\n{"step":3}\n{"step":4}\n{"step":5}\n');
  const report = await text("report.html");
  expect(report).toContain("solved for at once, separates the two moons");
  expect(report).not.toContain("Training loss");
});
