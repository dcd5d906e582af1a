import "./measured.css";
import { readResults, type RecipeResults } from "./measured-results.js";

const documents = import.meta.glob<string>("../../../../docs/recipes.md", { query: "?raw", import: "default" });

/** What was measured of all recipes, by their ids. */
export async function measuredResults(): Promise<ReadonlyMap<string, RecipeResults>> {
  return readResults(await documents["../../../../docs/recipes.md"]!());
}

/** What a recipe has to reach, and what was measured with it, its baselines, and what is broken on purpose. */
export function Measured({ results }: { readonly results: RecipeResults }) {
  const { gate, measured, baselines, control } = results;
  const rows = [
    ["has to reach", gate],
    ["reached", measured],
    ...baselines.map(([name, values]) => [`baseline: ${name}`, values] as const),
    ...(control === "" ? [] : [["broken on purpose", control] as const]),
  ];
  return (
    <table class="measured">
      <tbody>
        {rows.map(([what, value]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
