// What programs may import, for the compiler: the packages' own sources, with their comments, are the declarations.
import { makeLibrary, type Manifest } from "./make-library.js";

const sources = import.meta.glob<string>(
  [
    "../../../../../packages/{core,data,family,inspect,tasks,train,weights}/src/**/*.ts",
    "../../../../../packages/models/{resnet,vgg}/src/**/*.ts",
    "!**/node/**",
  ],
  { query: "?raw", import: "default", eager: true },
);

/** `lib.es2023.d.ts` and what it stands on. */
const standard = import.meta.glob<string>(
  [
    "../../../node_modules/typescript-api/lib/lib.es5.d.ts",
    "../../../node_modules/typescript-api/lib/lib.es20{15,16,17,18,19,20,21,22,23}{,.*}.d.ts",
    "../../../node_modules/typescript-api/lib/lib.{decorators,decorators.legacy}.d.ts",
    "!**/*.full.d.ts",
  ],
  { query: "?raw", import: "default", eager: true },
);

const manifests = import.meta.glob<Manifest>(
  [
    "../../../../../packages/{core,data,family,inspect,tasks,train,weights}/package.json",
    "../../../../../packages/models/{resnet,vgg}/package.json",
  ],
  { import: "default", eager: true },
);

export const library = makeLibrary({
  sources: withPaths(sources, /^(\.\.\/)+/),
  manifests: withPaths(manifests, /^(\.\.\/)+/),
  declarations: withPaths(standard, /^.*\//),
});

/** The same without the beginnings of the paths. */
function withPaths<T>(files: Readonly<Record<string, T>>, beginning: RegExp): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [path.replace(beginning, ""), file]));
}
