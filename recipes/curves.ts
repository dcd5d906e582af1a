// Draws the training losses of a recipe and of its baselines, from one seed, as the mean over a few steps:
//
//   node --conditions=@blockzoo/source --import tsx recipes/curves.ts resnet56-mini.glyphs --out losses.svg [--seed 0]
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { HistoryPoint } from "@blockzoo/family";
import { curvesSvg } from "@blockzoo/inspect";
import { findRecipe } from "@blockzoo/zoo";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: "string" },
    seed: { type: "string", default: "0" },
    threads: { type: "string", default: "2" },
    data: { type: "string" },
  },
});
const [id] = positionals;
if (id === undefined || values.out === undefined) throw new Error("usage: curves.ts <recipe> --out FILE.svg");

const averaged = 10;
const { recipe } = await findRecipe(id);
const backend = await onnxruntime({ threads: Number(values.threads) });
const context = {
  backend,
  seed: Number(values.seed),
  ...(values.data !== undefined && { data: values.data }),
};
const series = [];
for (const [label, arm] of Object.entries({ ...recipe.baselines, [recipe.variant]: recipe })) {
  const points = smoothed((await arm.run(context)).history);
  console.log(`${label}: ${points.map(([step, loss]) => `${step} ${loss.toFixed(3)}`).join(", ")}`);
  series.push({ label, points });
}
await backend.dispose();
writeFileSync(values.out, `${curvesSvg(series, { title: "training loss" })}\n`);

/** The mean of every so many steps, at the last of them. */
function smoothed(history: readonly HistoryPoint[]): [step: number, loss: number][] {
  return Array.from({ length: Math.floor(history.length / averaged) }, (_, index) => {
    const part = history.slice(index * averaged, (index + 1) * averaged);
    return [part.at(-1)!.step, part.reduce((sum, { loss = NaN }) => sum + loss, 0) / averaged];
  });
}
