import { hrefOf } from "./address.js";

/** The name, with three blocks, which leads to the hall. */
export function Brand() {
  return (
    <a class="brand" href={hrefOf("hall")}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <rect x="1" y="11" width="8" height="8" rx="1.5" />
        <rect x="11" y="11" width="8" height="8" rx="1.5" opacity=".55" />
        <rect x="6" y="1" width="8" height="8" rx="1.5" opacity=".8" />
      </svg>
      blockzoo
    </a>
  );
}
