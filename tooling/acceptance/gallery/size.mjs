import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "../harness/report.mjs";

/** Of what is fetched before the page shows anything, compressed, in bytes. */
const most = 200_000;

/**
 * What the page names, and what that imports at once, is small: no runtime, no family, no page is in it.
 * @param {string} built the folder
 */
export function isLight(built) {
  const html = readFileSync(path.join(built, "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map((match) => String(match[1]));
  expect(
    named.some((name) => name.endsWith(".js")),
    "index.html names no script",
  );
  const found = new Set(named);
  for (const name of found) if (name.endsWith(".js")) for (const each of importsOf(built, name)) found.add(each);
  const bytes = [...found].reduce((sum, name) => sum + gzipSync(readFileSync(path.join(built, name))).length, 0);
  expect(bytes < most, `${[...found].join(", ")} are ${bytes} bytes compressed, expected less than ${most}`);
  return `${(bytes / 1000).toFixed(1)} kB in ${found.size} files`;
}

/** The modules that one imports at once. @param {string} built @param {string} name */
function importsOf(built, name) {
  const code = readFileSync(path.join(built, name), "utf8");
  const specifiers = [...code.matchAll(/(?:^|[;}\n])(?:import|export)\b[^;"'`()]*["'`](\.[^"'`]+)["'`]/g)];
  return specifiers.map((match) => path.posix.join(path.posix.dirname(name), String(match[1])));
}
