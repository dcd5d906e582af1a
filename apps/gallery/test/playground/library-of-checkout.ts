import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { makeLibrary, type Library, type Manifest } from "../../src/playground/compiler/make-library.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const declarations = dirname(createRequire(import.meta.url).resolve("typescript-api"));
const packages = ["core", "data", "family", "inspect", "tasks", "train", "weights", "models/resnet", "models/vgg"];

/** What the page's bundler finds, found by reading. */
export function libraryOfCheckout(): Library {
  const manifests = packages.map((name) => `packages/${name}/package.json`);
  const sources = packages.flatMap((name) =>
    readdirSync(`${root}packages/${name}/src`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !/(^|\/)node\//.test(file))
      .map((file) => `packages/${name}/src/${file}`),
  );
  const names = readdirSync(declarations).filter(
    (name) => /^lib\..*\.d\.ts$/.test(name) && !/dom|full|webworker|scripthost/.test(name),
  );
  return makeLibrary({
    sources: textsOf(sources, root),
    manifests: Object.fromEntries(
      manifests.map((path) => [path, JSON.parse(readFileSync(root + path, "utf8")) as Manifest]),
    ),
    declarations: textsOf(names, `${declarations}/`),
  });
}

function textsOf(paths: readonly string[], folder: string): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, readFileSync(folder + path, "utf8")]));
}
