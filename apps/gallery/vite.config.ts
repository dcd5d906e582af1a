import { defaultClientConditions, defineConfig } from "vite";
import { offline } from "./offline-plugin.js";
import { singleFile } from "./single-file-plugin.js";

/** Threads of WebAssembly need a page that is isolated from others; ISOLATED=0 serves it without, as simple hosts do. */
const headers: Record<string, string> =
  process.env["ISOLATED"] === "0"
    ? {}
    : { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

/** The packages from their sources; ONNX Runtime without its wasm files inlined, whose worker hangs in a built page. */
const conditions = ["@blockzoo/source", "onnxruntime-web-use-extern-wasm", ...defaultClientConditions];

export default defineConfig({
  // Relative addresses: the page may lie in any folder of any host.
  base: "./",
  plugins: [singleFile({ conditions }), offline()],
  resolve: { conditions },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Blocks are named by their classes, in diagrams and in errors.
  worker: { format: "es", rolldownOptions: { output: { keepNames: true } } },
  server: { headers },
  preview: { headers },
  build: { target: "es2022", chunkSizeWarningLimit: 2000 },
  optimizeDeps: { exclude: ["onnxruntime-web"] },
});
