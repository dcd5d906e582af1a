import type { Family } from "@blockzoo/family";
import { families as own } from "@blockzoo/zoo";

/**
 * The families that have pages, each fetched when it is asked for. Another package that calls `defineFamily` gets the same pages by one
 * line: `"my-net": async () => (await import("blockzoo-family-my-net")).myNet`.
 */
export const families: Readonly<Record<string, () => Promise<Family>>> = { ...own };
