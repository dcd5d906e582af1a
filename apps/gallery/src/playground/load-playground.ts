import { startCompiler } from "./compiler/start-compiler.js";

/** Fetches the page, and beside it the compiler, whose megabytes would come behind the page's otherwise. */
export async function loadPlayground() {
  const page = import("./playground-page.js");
  startCompiler();
  return (await page).PlaygroundPage;
}
