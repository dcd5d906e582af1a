import { FamilyCard } from "./family-card.js";
import "./family-list.css";
import type { Relative } from "./relatives.js";

/** The families by year, each with what it changed of its ancestors: where there is no room for a tree. */
export function FamilyList({ relatives }: { readonly relatives: readonly Relative[] }) {
  return (
    <ol class="family-list">
      {relatives.map((relative) => (
        <li key={relative.name}>
          <FamilyCard relative={relative} />
        </li>
      ))}
    </ol>
  );
}
