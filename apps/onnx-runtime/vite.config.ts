import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  // ONNX Runtime without its wasm files inlined: inlined, its worker threads hang in a built page.
  resolve: { conditions: ["onnxruntime-web-use-extern-wasm", ...defaultClientConditions] },
  // The maps say which modules are in the page: `pnpm test:apps` looks for one of blockzoo's there.
  build: { outDir: "dist/page", target: "es2022", sourcemap: true },
});
