import type { Adjustment, HistoryPoint } from "@blockzoo/family";

/** What a program is written for. */
export interface ProgramOptions {
  /** The name of the family's package without its scope. */
  readonly family: string;
  /** Of the recipe. */
  readonly recipe: string;
  /** Of the run that is repeated: what was changed by hand on the way. */
  readonly history: readonly HistoryPoint[];
}

/** A program for Node that trains as the page does, with blockzoo's packages: the same recipe, and the same changes by hand. */
export function trainingProgram({ family, recipe, history }: ProgramOptions): string {
  const name = family.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const packages = [family, "backend-onnxruntime", "weights"].map((each) => `@blockzoo/${each}`);
  const changes = changesOf(history);
  const asked =
    changes.length > 0 ? "  beforeStep: ({ step }) => changes.findLast(([from]) => from <= step)?.[1],\n" : "";
  return `// Trains ${recipe}, as the gallery of blockzoo does: node train.mjs
// Needs once: npm install ${packages.join(" ")}
import { writeFile } from "node:fs/promises";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { ${name} } from "@blockzoo/${family}";
import { writeSafetensors } from "@blockzoo/weights";

const { recipes } = await ${name}.recipes();
const recipe = recipes.find(({ id }) => id === "${recipe}");
${changes.length > 0 ? changesText(changes) : ""}
const { weights, metrics } = await recipe.run({
  backend: await onnxruntime(),
  seed: 0,
${asked}  onProgress({ step, totalSteps, loss }) {
    if (step % 50 === 0 || step === totalSteps) console.log(\`step \${step} of \${totalSteps}, loss \${loss}\`);
  },
});
console.log(metrics);
await writeFile("${recipe}.safetensors", writeSafetensors(weights));
`;
}

/** From which step on, counted from 0, which adjustment held. */
function changesOf(history: readonly HistoryPoint[]): (readonly [number, Adjustment])[] {
  let before = "{}";
  return history.flatMap(({ step, adjustment = {} }) => {
    const now = JSON.stringify(adjustment);
    if (now === before) return [];
    before = now;
    return [[step - 1, adjustment] as const];
  });
}

function changesText(changes: readonly (readonly [number, Adjustment])[]): string {
  const lines = changes.map(([from, adjustment]) => `  [${from}, ${objectText(adjustment)}],\n`);
  return `
// What was changed by hand, and after how many steps.
const changes = [
${lines.join("")}];
`;
}

/** `{ learningRateFactor: 3 }` */
function objectText(adjustment: Adjustment): string {
  const parts = Object.entries(adjustment).map(([name, value]) => `${name}: ${value}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
