import { isRuntimeName, type RuntimeName } from "../frame/runtimes.js";

// What the page remembers of a recipe beside its run: a convenience, so that a browser without a store does without.

/** The names of what runs beside a recipe. */
export function keptBeside(recipe: string): readonly string[] {
  const kept = read(`beside ${recipe}`);
  return Array.isArray(kept) ? kept.filter((name) => typeof name === "string") : [];
}

export function keepBeside(recipe: string, names: readonly string[]): void {
  write(`beside ${recipe}`, names);
}

/** Steps a second by runtime, as they were measured here. */
export type Speeds = { readonly [Name in RuntimeName]?: number };

export function keptSpeeds(recipe: string): Speeds {
  const kept = read(`speeds ${recipe}`);
  if (typeof kept !== "object" || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).filter(([name, speed]) => isRuntimeName(name) && typeof speed === "number"),
  );
}

export function keepSpeeds(recipe: string, speeds: Speeds): void {
  write(`speeds ${recipe}`, speeds);
}

/** Where a run is to go on by itself once the page is loaded again, in this tab. */
export const goingOn = {
  mark: (recipe: string) => sessionStorage.setItem(prefix + "goes on", recipe),
  /** Whether it is; once. */
  take(recipe: string): boolean {
    const isMarked = sessionStorage.getItem(prefix + "goes on") === recipe;
    if (isMarked) sessionStorage.removeItem(prefix + "goes on");
    return isMarked;
  },
};

const prefix = "blockzoo training: ";

function read(name: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(prefix + name) ?? "null");
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
  } catch {
    // No room, or no store.
  }
}
