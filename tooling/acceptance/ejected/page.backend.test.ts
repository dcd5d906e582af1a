// What `blockzoo export --with-wrapper` writes works in a page as it stands, and says what it says in Node: served from a folder, with
// ONNX Runtime beside it and nothing of this project.
import { execFile } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { main } from "blockzoo";
import { chromium, type Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const runtime = dirname(createRequire(join(root, "packages/blockzoo/package.json")).resolve("onnxruntime-web"));
const executablePath = findChromium();
const types: Readonly<Record<string, string>> = { ".html": "text/html", ".wasm": "application/wasm" };

/** A page that runs the program of a folder and says what it wrote. */
const page = (program: string) => `<!doctype html>
<meta charset="utf-8">
<script type="importmap">{ "imports": { "onnxruntime-web": "/runtime/ort.wasm.bundle.min.mjs" } }</script>
<output></output>
<script type="module">
const say = (text) => (document.querySelector("output").textContent = text);
try {
${program}
} catch (error) {
  say(String(error));
}
</script>`;

/** Serves a folder, and the runtime under /runtime/. */
async function served(folder: string): Promise<Server> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const file = pathname.startsWith("/runtime/") ? join(runtime, pathname.slice(9)) : join(folder, pathname);
    response.writeHead(existsSync(file) ? 200 : 404, { "Content-Type": types[extname(file)] ?? "text/javascript" });
    if (existsSync(file)) createReadStream(file).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return server;
}

/** What the program says in Node, whose ONNX Runtime is the same. */
async function saidInNode(folder: string, program: string): Promise<string> {
  writeFileSync(join(folder, "use.mjs"), `const say = (text) => process.stdout.write(text);\n${program}`);
  const { stdout } = await promisify(execFile)(process.execPath, ["use.mjs"], { cwd: folder });
  return stdout;
}

describe.skipIf(executablePath === undefined)("an ejected program in Chromium", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "blockzoo-ejected-"));
  let [browser, server]: [Browser?, Server?] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath!, args: chromiumArguments });
    server = await served(folder);
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(dirname(runtime), join(folder, "node_modules", "onnxruntime-web"), "junction");
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    {
      id: "lenet5.mnist",
      program: `const net = await (await import("./classify.js")).loadClassifier();
const data = Uint8Array.from({ length: 784 }, (_, pixel) => (37 * pixel) % 256);
const ranked = await net.classify({ width: 28, height: 28, data }, 3);
say(ranked.map(({ label, probability }) => label + probability.toFixed(4)).join("|"));`,
    },
    {
      weights: "random:1",
      id: join(root, "packages/blockzoo/test/fixtures/my-writer.ts#writer"),
      program: `const writer = await (await import("./generate.js")).loadGenerator();
let text = "";
for await (const piece of writer.generate("a fish", { temperature: 0, length: 50 })) text += piece;
say(text);`,
    },
    {
      weights: "random:1",
      id: "luong-translator",
      program: `const translator = await (await import("./translate.js")).loadTranslator();
const found = await translator.translate("¿Dónde está Tom?", { beams: 3, length: 5 });
say(found.map(({ text, score }) => text + score.toFixed(3)).join("|"));`,
    },
  ])("says what it says in Node: $id", async ({ id, program, weights }) => {
    expect(
      await main(["export", id, ...(weights ? ["--weights", weights] : []), "--out", folder, "--with-wrapper"]),
    ).toBe(0);
    writeFileSync(join(folder, "index.html"), page(program));
    const opened = await browser!.newPage();
    await opened.goto(`http://localhost:${(server!.address() as AddressInfo).port}/index.html`);
    const output = opened.locator("output");
    await output.filter({ hasText: /./ }).waitFor();
    expect(await output.textContent()).toBe(await saidInNode(folder, program));
    await opened.close();
  });
});
