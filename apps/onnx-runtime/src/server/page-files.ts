import { readdir, readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Refusal } from "./refusal.js";

const folder = fileURLToPath(new URL("../page/", import.meta.url));

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".wasm": "application/wasm",
};

/** The files of the built page by their paths in URLs. Nothing else is sent, whatever a path says. */
export type PageFiles = ReadonlyMap<string, string>;

export async function listPageFiles(): Promise<PageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const named = files.map((file) => [`/${path.relative(folder, file).split(path.sep).join("/")}`, file] as const);
  return new Map([...named, ["/", path.join(folder, "index.html")]]);
}

/** @throws Refusal 404 where the page has no such file */
export async function sendPageFile(files: PageFiles, pathname: string, response: ServerResponse): Promise<void> {
  const file = files.get(pathname);
  if (file === undefined) throw new Refusal(404, `there is no ${pathname}`);
  const content = await readFile(file);
  response.writeHead(200, {
    "Content-Type": types[path.extname(file)] ?? "application/octet-stream",
    "Content-Length": content.length,
    // Names of assets carry a hash of their content.
    "Cache-Control": pathname.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache",
  });
  response.end(content);
}
