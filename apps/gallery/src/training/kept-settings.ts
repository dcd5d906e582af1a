import { isRuntimeName, type RuntimeName } from "../frame/runtimes.js";

// What the page remembers of a recipe beside its run: a convenience, so that a browser without a store does without.

/** The names of what runs beside a recipe. */
export function keptBeside(recipe: string): readonly string[] {
  const kept = read(localStore, `beside ${recipe}`);
  return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
}

export function keepBeside(recipe: string, names: readonly string[]): void {
  write(localStore, `beside ${recipe}`, names);
}

/** Steps a second by runtime, as they were measured here. */
export type Speeds = { readonly [Name in RuntimeName]?: number };

export function keptSpeeds(recipe: string): Speeds {
  const kept = read(localStore, `speeds ${recipe}`);
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter(([name, speed]) => isRuntimeName(name) && typeof speed === "number"),
  );
}

export function keepSpeeds(recipe: string, speeds: Speeds): void {
  write(localStore, `speeds ${recipe}`, speeds);
}

/** The run that goes on by itself once the page is loaded again, in this tab, since it went on when that was left. */
export const goingOn = {
  mark: (recipe: string) => write(tabStore, "goes on", recipe),
  /** Whether it is this one; once. */
  take(recipe: string): boolean {
    const isMarked = read(tabStore, "goes on") === recipe;
    if (isMarked) write(tabStore, "goes on", null);
    return isMarked;
  },
};

const localStore = () => localStorage;
const tabStore = () => sessionStorage;
const prefix = "blockzoo training: ";

function read(store: () => Storage, name: string): unknown {
  try {
    return JSON.parse(store().getItem(prefix + name) ?? "null");
  } catch {
    return undefined;
  }
}

function write(store: () => Storage, name: string, value: unknown): void {
  try {
    store().setItem(prefix + name, JSON.stringify(value));
  } catch {
    // No room, or no store.
  }
}
