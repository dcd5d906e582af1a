// What a page is, and what it is given.
import type { Remote } from "comlink";
import type { ComponentType } from "preact";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { Address } from "./address.js";
import type { RuntimeName } from "./runtimes.js";

export interface PageProps {
  readonly address: Address;
  /** What computes, in its worker. */
  readonly laboratory: Remote<Laboratory>;
  /** The chosen runtime. */
  readonly runtime: RuntimeName;
  /** Whether it is open. */
  readonly isOpen: boolean;
  /** Says what the browser calls the page while it is shown, where that is more than its row in `pages.ts` says. */
  readonly onTitle: (title: string) => void;
}

export interface PageDefinition {
  readonly title: string;
  /** Whether it needs a runtime, which is opened when such a page is first shown. */
  readonly computes: boolean;
  /** Whether the header leads to it. */
  readonly isInHeader: boolean;
  /** Fetches its code. */
  load(): Promise<ComponentType<PageProps>>;
}
