// The files of ONNX Runtime go where the page asks for them: public/ is served as it is.
import { cpSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

mkdirSync("public/ort", { recursive: true });
for (const name of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]) {
  cpSync(fileURLToPath(import.meta.resolve(`onnxruntime-web/${name}`)), `public/ort/${name}`);
}
