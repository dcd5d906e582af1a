import { surroundings } from "./surroundings.js";

/** The name of the declarations of what is around a program, for the option `lib`. */
export const surroundingsFile = "lib.sandbox.d.ts";

/** What programs may import: files by path, and the file that a specifier means. */
export interface Library {
  readonly files: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, string>>;
}

/** What of a package's `package.json` says where its sources begin. */
export interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly "@blockzoo/source"?: string }>>;
}

/**
 * Makes a library of packages and of the compiler's own declarations.
 *
 * @param parts sources and manifests by their paths, `packages/core/src/index.ts`; declarations by their names, `lib.es5.d.ts`
 */
export function makeLibrary({ sources, manifests, declarations }: LibraryParts): Library {
  return {
    files: Object.fromEntries([
      ...Object.entries(sources).map(([path, text]) => [`/${path}`, text]),
      ...Object.entries(declarations).map(([name, text]) => [`/lib/${name}`, text]),
      [`/lib/${surroundingsFile}`, surroundings],
    ]),
    entries: Object.fromEntries(Object.entries(manifests).flatMap(([path, manifest]) => entriesOf(path, manifest))),
  };
}

interface LibraryParts {
  readonly sources: Readonly<Record<string, string>>;
  readonly manifests: Readonly<Record<string, Manifest>>;
  readonly declarations: Readonly<Record<string, string>>;
}

/** `@blockzoo/data/images` and the like, each with its source. */
function entriesOf(path: string, { name, exports }: Manifest): [specifier: string, file: string][] {
  const folder = `/${path.replace(/\/package\.json$/, "")}`;
  return Object.entries(exports).flatMap(([entry, target]): [string, string][] => {
    const source = typeof target === "string" ? undefined : target["@blockzoo/source"];
    return source === undefined ? [] : [[name + entry.slice(1), folder + source.slice(1)]];
  });
}
