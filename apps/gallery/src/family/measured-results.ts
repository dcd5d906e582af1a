/** What was measured of one recipe, in words: a value for each seed. */
export interface RecipeResults {
  readonly gate: string;
  readonly measured: string;
  readonly baselines: readonly (readonly [name: string, values: string])[];
  /** Empty where there is none. */
  readonly control: string;
}

/** Reads the table of docs/recipes.md, which is written from the measurements: results by the recipe's id. */
export function readResults(page: string): ReadonlyMap<string, RecipeResults> {
  const rows = page.split("\n").filter((line) => line.startsWith("| `"));
  return new Map(
    rows.map((row) => {
      const [id = "", gate = "", measured = "", baselines = "", control = ""] = row
        .split("|")
        .slice(1)
        .map((cell) => cell.trim());
      const named = baselines === "" ? [] : baselines.split("; ").map(nameAndValues);
      return [id.replaceAll("`", ""), { gate, measured, baselines: named, control }];
    }),
  );
}

/** `linear 0.355 / 0.324 / 0.328` */
function nameAndValues(text: string): readonly [string, string] {
  const space = text.indexOf(" ");
  return [text.slice(0, space), text.slice(space + 1)];
}
