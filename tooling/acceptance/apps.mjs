// The built app apps/onnx-runtime, from a folder that holds nothing of blockzoo, with isolation and without: its page in
// Chromium and its server must say of a picture what `classify` says. Takes no arguments: node tooling/acceptance/apps.mjs
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { check, expect, summary } from "./harness/report.mjs";
import { run } from "./harness/run.mjs";
import { serve } from "./harness/serve.mjs";

/** @typedef {{ label: string, probability: number }} Prediction */

const root = fileURLToPath(new URL("../..", import.meta.url));
const app = path.join(root, "apps/onnx-runtime");
const picture = path.join(root, "packages/models/lenet/test/fixtures/seven.png");
const screenshots = path.join(root, "runs/apps");
const labels = Array.from({ length: 10 }, (_, digit) => String(digit));

const servings = [
  { title: "isolated, on onnxruntime-node", isolated: true, native: true },
  { title: "not isolated, on onnxruntime-web", isolated: false, native: false },
];

const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-apps-"));
mkdirSync(screenshots, { recursive: true });
await check("onnx-runtime: build", async () => {
  const env = {
    ...process.env,
    PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env["PATH"]}`,
  };
  const only = ["--filter=@blockzoo-apps/onnx-runtime", "--output-logs=errors-only"];
  await run(process.execPath, ["tooling/workspace/turbo.mjs", "run", "build", ...only], {
    cwd: root,
    env,
    timeoutSeconds: 300,
  });
});
await check("onnx-runtime: the page has no module of blockzoo", modulesOfPage);

const expected = await classified();
const executablePath = findChromium();
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });
let port = 4400;
for (const { title, isolated, native } of servings) {
  const own = String(++port);
  const folder = await deployed(native);
  const env = { PATH: process.env["PATH"], PORT: own, ISOLATED: isolated ? "1" : "0" };
  const server = await serve(process.execPath, ["dist/server/main.js"], { cwd: folder, env }, own);
  const address = `http://localhost:${own}`;
  await check(`onnx-runtime: the server, ${title}`, () => askServer(address, native));
  await check(`onnx-runtime: what the server refuses, ${title}`, () => sendNonsense(address));
  await check(`onnx-runtime: the page, ${title}`, () => usePage(address, isolated));
  await server.stop();
}
await browser.close();
rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed; screenshots are in ${path.relative(root, screenshots)}`);
process.exitCode = failed > 0 ? 1 : 0;

/** The modules that the maps of the bundles name. */
function modulesOfPage() {
  const assets = path.join(app, "dist/page/assets");
  const maps = readdirSync(assets).filter((name) => name.endsWith(".map"));
  const modules = maps.flatMap((name) => JSON.parse(readFileSync(path.join(assets, name), "utf8")).sources);
  expect(
    ["digits/classify.js", "onnxruntime-web/dist"].every((part) => modules.some((name) => name.includes(part))),
    `the maps do not name what the page is made of:\n${modules.join("\n")}`,
  );
  const ours = modules.filter((name) => /(^|\/)packages\/|@blockzoo\//.test(name));
  expect(ours.length === 0, `modules of blockzoo:\n${ours.join("\n")}`);
  return `${modules.length} modules`;
}

/** What the command says of the picture, which it reads by `classify`. */
async function classified() {
  const command = path.join(root, "packages/blockzoo/bin/blockzoo.js");
  const args = [command, "predict", "lenet5.mnist", "--input", picture, "--top", "10", "--json"];
  return /** @type {Prediction[]} */ (JSON.parse(await run(process.execPath, args, { cwd: root })).predictions[0]);
}

/**
 * The app as it would be copied to a server: what was built, and the packages that it depends on.
 * @param {boolean} native whether onnxruntime-node is installed there
 */
async function deployed(native) {
  const folder = mkdtempSync(path.join(scratch, "server-"));
  cpSync(path.join(app, "dist"), path.join(folder, "dist"), { recursive: true });
  cpSync(path.join(app, "package.json"), path.join(folder, "package.json"));
  mkdirSync(path.join(folder, "node_modules"));
  const { dependencies } = JSON.parse(readFileSync(path.join(app, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    if (name === "onnxruntime-node" && !native) continue;
    const installed = realpathSync(path.join(app, "node_modules", name));
    symlinkSync(installed, path.join(folder, "node_modules", name), "junction");
  }
  return folder;
}

/** @param {readonly Prediction[]} found */
async function compare(found) {
  const core = await import(pathToFileURL(path.join(root, "packages/core/dist/index.js")).href);
  /** @param {readonly Prediction[]} predictions */
  const inOrder = (predictions) =>
    core.ndarray(labels.map((label) => predictions.find((each) => each.label === label)?.probability ?? NaN));
  const apart = core.difference(inOrder(found), inOrder(expected));
  expect(apart <= core.tolerances.network, `${JSON.stringify(found)}\nis not\n${JSON.stringify(expected)}`);
  return `apart from classify by ${apart.toExponential(1)}`;
}

/** @param {string} address @param {boolean} native */
async function askServer(address, native) {
  const response = await fetch(`${address}/classify`, { method: "POST", body: readFileSync(picture) });
  const { predictions, runtime } = await response.json();
  expect(runtime === (native ? "onnxruntime-node" : "onnxruntime-web"), `it ran on ${runtime}`);
  return compare(predictions);
}

/** @param {string} address */
async function sendNonsense(address) {
  const png = readFileSync(picture);
  const wide = Buffer.from(png);
  wide.writeUInt32BE(100_000, 16);
  /** @type {readonly [what: string, path: string, init: RequestInit, status: number][]} */
  const requests = [
    ["no body", "/classify", { method: "POST" }, 400],
    ["half a PNG", "/classify", { method: "POST", body: png.subarray(0, png.length >> 1) }, 400],
    ["text", "/classify", { method: "POST", body: "seven" }, 415],
    ["9 MB", "/classify", { method: "POST", body: Buffer.alloc(9e6) }, 413],
    ["a PNG of 100,000 pixels in a row", "/classify", { method: "POST", body: wide }, 413],
    ["GET", "/classify", {}, 405],
    ["a path out of the page", "/%252e%252e/server/main.js", {}, 404],
  ];
  for (const [what, target, init, status] of requests) {
    const response = await fetch(`${address}${target}`, { ...init, signal: AbortSignal.timeout(5000) });
    const text = await response.text();
    expect(response.status === status, `${what}: expected ${status}, got ${response.status} ${text}`);
    expect(typeof JSON.parse(text).error === "string", `${what}: says ${text}`);
  }
  return `${requests.length} requests`;
}

/** @param {string} address @param {boolean} isolated */
async function usePage(address, isolated) {
  const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  const output = page.locator("output");
  /** @param {string} text */
  const says = (text) =>
    output
      .filter({ hasText: text })
      .waitFor({ timeout: 30_000 })
      .catch(async () => {
        const found = await output.textContent();
        expect(false, `"${text}" did not come: the page says "${found}"\n${problems.join("\n")}`);
      });
  await page.goto(address);
  const threads = isolated ? Math.min(4, availableParallelism()) : 1;
  await says(`ready, with ${threads} thread`);
  await page.locator("input").setInputFiles(picture);
  await says("7, read in");
  const predictions = await page
    .locator("li")
    .evaluateAll((items) =>
      items.map(({ dataset }) => ({ label: String(dataset["label"]), probability: Number(dataset["probability"]) })),
    );
  const note = await compare(predictions);
  const screenshot = path.join(screenshots, `onnx-runtime-${isolated ? "isolated" : "plain"}.png`);
  await page.screenshot({ path: screenshot });

  await page.getByRole("button", { name: "Clear" }).click();
  const box = await page.locator("canvas").boundingBox();
  expect(box, "there is no canvas");
  await page.mouse.move(box.x + 140, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + 135, box.y + 240, { steps: 10 });
  await page.mouse.up();
  await says("1, read in");
  await page.close();
  expect(problems.length === 0, problems.join("\n"));
  return `${note}; a drawn stroke is a 1`;
}
