import { hrefOf, type Address, type PageName } from "./address.js";
import { Brand } from "./brand.js";
import { pages } from "./pages.js";
import type { PageDefinition } from "./page.js";
import { RuntimeSelect } from "./runtime-select.js";
import type { ChosenRuntime } from "./use-runtime.js";

interface HeaderProps {
  readonly address: Address;
  readonly runtime: ChosenRuntime;
  /** Whether the next load of the page is isolated, as this one is not. */
  readonly canHaveThreads: boolean;
}

const definitions = Object.entries(pages) as readonly (readonly [PageName, PageDefinition])[];

/** The way to all pages, and on those that compute, what they compute on. */
export function Header({ address, runtime, canHaveThreads }: HeaderProps) {
  return (
    <header class="frame">
      <Brand />
      <nav aria-label="Pages">
        {definitions
          .filter(([, { isInHeader }]) => isInHeader)
          .map(([name, { title }]) => (
            <a key={name} href={hrefOf(name)} aria-current={name === address.page ? "page" : undefined}>
              {title}
            </a>
          ))}
      </nav>
      {pages[address.page].computes && <RuntimeSelect runtime={runtime} canHaveThreads={canHaveThreads} />}
    </header>
  );
}
