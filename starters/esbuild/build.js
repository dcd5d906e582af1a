import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";

const resolved = (name) => fileURLToPath(import.meta.resolve(name));

mkdirSync("dist", { recursive: true });
cpSync("src/index.html", "dist/index.html");
// esbuild leaves new URL("./file", import.meta.url) as it is, so those files go beside the bundle.
cpSync(join(dirname(resolved("@blockzoo/lenet/weights")), "lenet5.mnist.safetensors"), "dist/lenet5.mnist.safetensors");
cpSync(resolved("onnxruntime-web/ort-wasm-simd-threaded.wasm"), "dist/ort-wasm-simd-threaded.wasm");

const build = await context({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  format: "esm",
  target: "es2022",
  splitting: true,
  minify: true,
});
await build.rebuild();
if (process.argv.includes("--serve")) {
  const { port } = await build.serve({ servedir: "dist", host: "localhost", port: Number(process.env.PORT ?? 8000) });
  console.log(`http://localhost:${port}/`);
} else {
  await build.dispose();
}
