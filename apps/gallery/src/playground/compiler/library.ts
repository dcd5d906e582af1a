// What programs may import, for the compiler: the packages' own sources, with their comments, are the declarations.

/** Files by path, and the file that a specifier means. */
export interface Library {
  readonly files: Readonly<Record<string, string>>;
  readonly entries: Readonly<Record<string, string>>;
}

const sources = import.meta.glob<string>(
  [
    "../../../../../packages/{core,data,family,inspect,tasks,train,weights}/src/**/*.ts",
    "../../../../../packages/models/{resnet,vgg}/src/**/*.ts",
    "!**/node/**",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** `lib.es2023.d.ts` and what it stands on, and what a worker has. */
const standard = import.meta.glob<string>(
  [
    "../../../node_modules/typescript-api/lib/lib.es5.d.ts",
    "../../../node_modules/typescript-api/lib/lib.es20{15,16,17,18,19,20,21,22,23}{,.*}.d.ts",
    "../../../node_modules/typescript-api/lib/lib.{decorators,decorators.legacy}.d.ts",
    "../../../node_modules/typescript-api/lib/lib.webworker{,.iterable,.asynciterable}.d.ts",
    "!**/*.full.d.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string | { readonly "@blockzoo/source"?: string }>>;
}

const manifests = import.meta.glob<Manifest>(
  [
    "../../../../../packages/{core,data,family,inspect,tasks,train,weights}/package.json",
    "../../../../../packages/models/{resnet,vgg}/package.json",
  ],
  { import: "default", eager: true },
);

export const library: Library = {
  files: Object.fromEntries([
    ...Object.entries(sources).map(([path, text]) => [path.replace(/^(\.\.\/)+/, "/"), text]),
    ...Object.entries(standard).map(([path, text]) => [path.replace(/^.*\//, "/lib/"), text]),
  ]),
  entries: Object.fromEntries(Object.entries(manifests).flatMap(([path, manifest]) => entriesOf(path, manifest))),
};

/** `@blockzoo/data/images` and the like, each with its source. */
function entriesOf(path: string, { name, exports }: Manifest): [specifier: string, file: string][] {
  const folder = path.replace(/^(\.\.\/)+/, "/").replace(/\/package\.json$/, "");
  return Object.entries(exports).flatMap(([entry, target]): [string, string][] => {
    const source = typeof target === "string" ? undefined : target["@blockzoo/source"];
    return source === undefined ? [] : [[name + entry.slice(1), folder + source.slice(1)]];
  });
}
