import type { ClassPlace } from "./code-index.js";
import type { SourceFile } from "./sources.js";

/** Lines of a file. */
export interface CodePlace {
  readonly file: SourceFile;
  /** From 1; the first is shown. */
  readonly lines: readonly number[];
}

/** The classes of an architecture, and which class each block of a network is, by path; `""` is the network itself. */
export interface Architecture {
  readonly classes: ReadonlyMap<string, ClassPlace>;
  readonly types: ReadonlyMap<string, string>;
}

/**
 * Where a block is made: the line of the nearest class around it that is of the architecture itself, and not of the library, at the
 * field through which its path goes, or where that class begins. The network itself is made where its class begins.
 */
export function placeOfBlock(architecture: Architecture, path: string): CodePlace | undefined {
  const segments = path === "" ? [] : path.split(".");
  let around: CodePlace | undefined;
  for (let length = segments.length - 1; length >= 0; length--) {
    const owner = architecture.types.get(segments.slice(0, length).join("."));
    const place = owner === undefined ? undefined : fieldIn(architecture, owner, segments[length]!);
    if (place !== undefined) return place;
    around ??= placeOfClass(architecture, segments.slice(0, length).join("."));
  }
  // Fields whose names are computed stand nowhere: then it is the class that makes them.
  return placeOfClass(architecture, path) ?? around;
}

/** Where the class of a block begins, if it is of the architecture itself. */
export function placeOfClass({ classes, types }: Architecture, path: string): CodePlace | undefined {
  const found = classes.get(types.get(path) ?? "");
  return found && { file: found.file, lines: [found.line] };
}

/** Where a block names a function that it calls; where it does not, its class does something else that makes it. */
export function placeOfFunction(architecture: Architecture, path: string, name: string): CodePlace | undefined {
  const { classes, types } = architecture;
  for (let type = types.get(path); type !== undefined; type = classes.get(type)?.base) {
    const found = classes.get(type);
    const lines = found?.uses.get(name);
    if (found !== undefined && lines !== undefined) return { file: found.file, lines };
  }
  return placeOfClass(architecture, path) ?? placeOfBlock(architecture, path);
}

function fieldIn({ classes }: Architecture, type: string, field: string): CodePlace | undefined {
  for (let name: string | undefined = type; name !== undefined; name = classes.get(name)?.base) {
    const found = classes.get(name);
    const line = found?.fields.get(field);
    if (found !== undefined && line !== undefined) return { file: found.file, lines: [line] };
  }
  return undefined;
}
