import { startCompiler } from "./compiler/start-compiler.js";

/** Fetches the page, and the compiler beside it, for whose megabytes the page would wait otherwise. */
export async function loadPlayground() {
  startCompiler();
  return (await import("./playground-page.js")).PlaygroundPage;
}
