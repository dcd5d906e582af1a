// Serves this folder; any static server will do.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};
const port = Number(process.env.PORT ?? 8000);

createServer(({ url }, response) => {
  const path = normalize(decodeURIComponent(new URL(url, "http://localhost").pathname));
  const file = join(import.meta.dirname, path === "/" ? "index.html" : path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
}).listen(port, "localhost", () => console.log(`http://localhost:${port}/`));
