import { dirname, resolve } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";

const suffix = "?single-file";
/** Marks what is made here, so that nothing else takes the name for a file. */
const made = "\0single-file:";

/**
 * `import code from "./some.worker.js?single-file"` gives the text of a module and of all that it imports, for a worker that can
 * fetch nothing: not even its own parts.
 *
 * @param options the conditions by which packages are resolved
 */
export function singleFile({ conditions }: { readonly conditions: readonly string[] }): Plugin {
  return {
    name: "single-file",
    enforce: "pre",
    resolveId(source, importer) {
      if (!source.endsWith(suffix) || importer === undefined) return null;
      return `${made}${resolve(dirname(importer), source.slice(0, -suffix.length).replace(/\.js$/, ".ts"))}`;
    },
    async load(id) {
      if (!id.startsWith(made)) return null;
      const result = await build({
        configFile: false,
        logLevel: "warn",
        resolve: { conditions: [...conditions] },
        plugins: [withoutRecipes],
        // A script and no module, which a worker of a frame without an origin cannot be; files are nowhere for it.
        define: { "import.meta.url": `"nowhere:/"`, "import.meta.resolve": "undefined" },
        build: {
          write: false,
          target: "es2022",
          modulePreload: false,
          rolldownOptions: {
            input: id.slice(made.length),
            // Names of classes are shown.
            output: { format: "iife", codeSplitting: false, keepNames: true },
          },
        },
      });
      const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
      // Files beside it, such as those that the command copies, are of no use where nothing can be fetched.
      return `export default ${JSON.stringify(output[0].code)};`;
    },
  };
}

/** Recipes of families, which they load when they are asked for. */
const withoutRecipes: Plugin = {
  name: "without-recipes",
  enforce: "pre",
  resolveId: (source) => (/^@blockzoo\/[^/]+\/recipes$/.test(source) ? "\0no-recipes" : null),
  load: (id) => (id === "\0no-recipes" ? "export const recipes = [];" : null),
};
