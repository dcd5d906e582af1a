import { dirname, resolve } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";

const scheme = "single-file:";

/**
 * `import code from "single-file:./some.worker.ts"` gives the text of a module and of all that it imports, for a worker that can
 * fetch nothing: not even its own parts.
 *
 * @param options the conditions by which packages are resolved
 */
export function singleFile({ conditions }: { readonly conditions: readonly string[] }): Plugin {
  return {
    name: "single-file",
    enforce: "pre",
    resolveId(source, importer) {
      if (!source.startsWith(scheme) || importer === undefined) return null;
      return `\0${scheme}${resolve(dirname(importer), source.slice(scheme.length))}`;
    },
    async load(id) {
      if (!id.startsWith(`\0${scheme}`)) return null;
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
            input: id.slice(scheme.length + 1), // Names of classes are shown.
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
