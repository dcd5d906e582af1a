// A page and `POST /classify`, which reads a PNG or JPEG and answers with JSON. PORT, default 8000; ISOLATED=0 leaves out the
// headers that give the page threads.
import { createServer } from "node:http";
import { openClassifier } from "./open-classifier.js";
import { listPageFiles } from "./page-files.js";
import { answerWith } from "./routes.js";

const port = readPort(process.env["PORT"] ?? "8000");
const opened = await openClassifier();
const page = await listPageFiles();
const server = createServer(answerWith({ ...opened, page, isIsolated: process.env["ISOLATED"] !== "0" }));

// A request has ten seconds to arrive, so that slow clients do not pile up.
server.headersTimeout = 5_000;
server.requestTimeout = 10_000;
server.keepAliveTimeout = 5_000;

server.on("error", ({ message }) => {
  console.error(`the server cannot listen on port ${port}: ${message}`);
  process.exitCode = 1;
});
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    server.close();
    server.closeIdleConnections();
  });
}
server.listen(port, () => console.log(`http://localhost:${port}/ reads digits on ${opened.runtime}`));

function readPort(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value < 65536) return value;
  console.error(`PORT must be a number below 65536, got "${text}"`);
  process.exit(1);
}
