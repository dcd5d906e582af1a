import { createHash } from "node:crypto";
import type { Plugin } from "vite";
import type { BuiltFile } from "./src/offline/built-file.js";

const worker = "service-worker";

/** Of the default runtime, so that it is there without a network; the others are kept when they are chosen. */
const defaultRuntime = /\/ort-wasm-simd-threaded-[^/]+\.wasm$/;
/** Code that is larger, such as a compiler, is kept when it is first used, as weights are. */
const largestKept = 1_000_000;

/** Builds the service worker, and tells it what else was built. */
export function offline(): Plugin {
  return {
    name: "blockzoo-offline",
    apply: "build",
    enforce: "post",
    config: () => ({
      build: {
        rolldownOptions: {
          input: { index: "index.html", [worker]: "src/offline/service-worker.ts" },
          output: { entryFileNames: ({ name }) => (name === worker ? `${worker}.js` : "assets/[name]-[hash].js") },
        },
      },
    }),
    generateBundle(_options, bundle) {
      const { [`${worker}.js`]: script, ...others } = bundle;
      if (script?.type !== "chunk" || script.imports.length > 0) this.error(`${worker}.js must be a script of its own`);
      const files: BuiltFile[] = [];
      const build = createHash("sha256");
      for (const [path, file] of Object.entries(others).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        const content = file.type === "chunk" ? file.code : file.source;
        files.push({ path, isKept: isKept(path, content.length) });
        build.update(path).update(content);
      }
      script.code = script.code
        .replace(/\bBUILT_FILES\b/, () => JSON.stringify(files))
        .replace(/\bBUILD_NAME\b/, () => JSON.stringify(build.digest("hex").slice(0, 16)));
    },
  };
}

function isKept(path: string, size: number): boolean {
  return defaultRuntime.test(path) || (/\.(html|m?js|css|svg|json)$/.test(path) && size <= largestKept);
}
