import { hrefOf } from "../frame/address.js";
import "./family-card.css";
import { relatives, shortNumber, type Relative } from "./relatives.js";
import { Silhouette } from "./silhouette.js";
import { silhouettes } from "./silhouettes.js";

/** What is known of a family at a glance; it leads to its page, or to the paper of one that is not built. */
export function FamilyCard({ relative }: { readonly relative: Relative }) {
  const { name, title, year, idea, paper, isBuilt } = relative;
  const href = isBuilt ? hrefOf("families", [name]) : paper.url;
  const values = silhouettes[name];
  return (
    <article class={isBuilt ? "family-card" : "family-card planned"}>
      <h2>
        {href === undefined ? title : <a href={href}>{title}</a>}
        <span class="year">{year}</span>
      </h2>
      {values !== undefined && <Silhouette values={values} />}
      <p class="idea">{idea}</p>
      {isBuilt ? <Facts {...relative} /> : <p class="facts">{paper.authors.split(",")[0]}, not built yet</p>}
      {relative.ancestors.length > 0 && (
        <ul class="changes">
          {relative.ancestors.map(({ family, change }) => (
            <li key={family}>
              <b>From {titleOf(family)}:</b> {change}
            </li>
          ))}
        </ul>
      )}
    </article>
  );
}

/** What most of its networks do, and how large they are. */
function Facts({ tasks, sizes }: Pick<Relative, "tasks" | "sizes">) {
  const [least, most] = [sizes[0]!, sizes.at(-1)!].map(shortNumber);
  return (
    <p class="facts">
      {tasks[0]}
      {tasks.length > 1 && ` + ${tasks.length - 1}`}
      <br />
      {least === most ? least : `${least} to ${most}`} parameters
    </p>
  );
}

function titleOf(name: string): string {
  return relatives.find((each) => each.name === name)?.title ?? name;
}
