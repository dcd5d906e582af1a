import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

/** @type {Readonly<Record<string, string>>} */
const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder as the simplest hosts do: files, below a path, without a header of their own.
 * @param {string} folder
 * @param {{ port: number, below: string }} options `below`: such as `/some/folder/`
 */
export async function hostFolder(folder, { port, below }) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "", "http://localhost");
    const name = decodeURIComponent(pathname.slice(below.length)) || "index.html";
    const file = path.join(folder, name);
    if (!pathname.startsWith(below) || !file.startsWith(folder) || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "Content-Type": types[path.extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  await new Promise((resolve) => server.listen(port, () => resolve(undefined)));
  return {
    address: `http://localhost:${port}${below}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
