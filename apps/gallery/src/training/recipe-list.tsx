import type { Remote } from "comlink";
import { useEffect, useState } from "preact/hooks";
import { Notice } from "../design/notice.js";
import { hrefOf } from "../frame/address.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { RecipeEntry } from "../laboratory/training/recipe-facts.js";
import "./training.css";

/** All recipes by family: those that run in a page, and below them the others, with what they lack. */
export function RecipeList({ laboratory }: { readonly laboratory: Remote<Laboratory> }) {
  const [entries, setEntries] = useState<readonly RecipeEntry[]>();
  const [kept, setKept] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState("");
  useEffect(() => {
    void (async () => {
      try {
        setEntries(await laboratory.training.list());
        setKept(await laboratory.training.kept());
      } catch (error) {
        setProblem((error as Error).message);
      }
    })();
  }, []);
  const others = entries?.filter(({ lacks }) => lacks !== undefined) ?? [];
  return (
    <>
      <h1>Training</h1>
      <p class="lead">
        Every claim of this zoo has a recipe that reproduces it. These make their own data, so they run here, on your
        machine.
      </p>
      {problem !== "" && <Notice kind="problem">{problem}</Notice>}
      {entries === undefined && problem === "" && <p class="muted">Fetching the recipes …</p>}
      {byFamily(entries?.filter(({ lacks }) => lacks === undefined) ?? []).map(([title, recipes]) => (
        <section key={title} class="recipe-family">
          <h2>{title}</h2>
          <ul class="recipes">
            {recipes.map(({ id, claim }) => (
              <li key={id}>
                <a href={hrefOf("training", [id])}>{id}</a>
                {kept.includes(id) && <span class="kept small">a run is kept</span>}
                <p class="small muted">{claim}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {others.length > 0 && (
        <details class="other-recipes">
          <summary>{others.length} more read data sets, which a page has none of</summary>
          <ul class="recipes">
            {others.map(({ id, lacks, claim }) => (
              <li key={id}>
                <code>{id}</code> {lacks}
                <p class="small muted">{claim}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function byFamily(entries: readonly RecipeEntry[]): (readonly [title: string, recipes: readonly RecipeEntry[]])[] {
  const titles = [...new Set(entries.map(({ familyTitle }) => familyTitle))];
  return titles.map((title) => [title, entries.filter(({ familyTitle }) => familyTitle === title)]);
}
