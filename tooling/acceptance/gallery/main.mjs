// The gallery, built and served, driven in Chromium as a person would: reads a drawn seven, trains LeNet-5 on each runtime until
// the hard glyphs are read, goes on after another runtime was chosen and after the tab was closed, and gives an ONNX file that
// plain onnxruntime-node agrees with; writes down what it hears, translates, writes, paints and makes textures as the command does; draws
// a seven again from its code, and dreams. Takes names of runtimes and of what is done, by default all:
//   node tooling/acceptance/gallery/main.mjs ort-wasm tfjs-webgl "paints"
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { run } from "../harness/run.mjs";
import { check, summary } from "../harness/report.mjs";
import { serve } from "../harness/serve.mjs";
import { code } from "./coding.mjs";
import { learn, read } from "./digits.mjs";
import { dream } from "./dreaming.mjs";
import { opened } from "./page.mjs";
import { paint } from "./painting.mjs";
import { makePhotograph } from "./photograph.mjs";
import { makeSound } from "./sound.mjs";
import { transcribe } from "./speech.mjs";
import { makeTexture } from "./texturing.mjs";
import { translate } from "./translating.mjs";
import { write } from "./writing.mjs";

const app = fileURLToPath(new URL("../../../apps/gallery", import.meta.url));
const photographs = fileURLToPath(new URL("../../../runs/gallery", import.meta.url));
const all = ["ort-wasm", "tfjs-wasm", "tfjs-webgl", "ort-webgpu", "tfjs-webgpu"];
const asked = process.argv.slice(2);
const runtimes = all.filter((name) => asked.includes(name));
const wanted = runtimes.length > 0 ? runtimes : all;
const done = asked.filter((name) => !all.includes(name));

const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-gallery-"));
const sound = makeSound(path.join(scratch, "digits.wav"));
const photograph = makePhotograph(path.join(scratch, "photograph.png"));
const executablePath = findChromium();
await check("the page builds", async () => {
  await run("npx", ["vite", "build", "--logLevel", "warn"], { cwd: app });
});

let port = 4400;
for (const isolated of [true, false]) {
  const own = String(++port);
  const env = { ...process.env, ISOLATED: isolated ? "1" : "0" };
  const server = await serve("npx", ["vite", "preview", "--strictPort", "--port", own], { cwd: app, env }, own);
  const address = `http://localhost:${own}/`;
  const visits = isolated
    ? {
        "writes down speech": (/** @type {Visit} */ visit) => transcribe(visit, sound),
        translates: translate,
        writes: write,
        paints: (/** @type {Visit} */ visit) => paint(visit, photograph),
        "makes textures": (/** @type {Visit} */ visit) => makeTexture(visit, scratch),
        codes: (/** @type {Visit} */ visit) => code(visit, scratch),
        dreams: dream,
        learns: learn,
      }
    : { reads: read };
  // Without isolation it is enough that the runtimes start and read: they differ from above in their threads alone.
  for (const runtime of isolated ? wanted : wanted.filter((each) => each.endsWith("wasm"))) {
    for (const [does, what] of Object.entries(visits).filter(([name]) => done.length === 0 || done.includes(name))) {
      await check(`${runtime}, ${isolated ? "isolated" : "not isolated"}, ${does}`, () =>
        inBrowser({ runtime, address, profile: `${runtime}-${own}` }, what),
      );
    }
  }
  await server.stop();
}

rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * A browser with a profile of its own, which outlives the tabs; its microphone hears the sound, its camera sees a moving circle.
 * @typedef {import("./page.mjs").Visit} Visit
 * @param {{ runtime: string, address: string, profile: string }} options
 * @param {(visit: Visit) => Promise<string>} use
 */
async function inBrowser({ runtime, address, profile }, use) {
  const microphone = [
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    `--use-file-for-fake-audio-capture=${sound.sound}%noloop`,
  ];
  const context = await chromium.launchPersistentContext(path.join(scratch, profile), {
    ...(executablePath && { executablePath }),
    args: [...chromiumArguments, ...microphone],
    viewport: { width: 1280, height: 1000 },
  });
  context.setDefaultTimeout(120_000);
  let status = "";
  try {
    const note = await use({
      runtime,
      async open(place) {
        const page = await context.newPage();
        page.on("pageerror", (error) => console.error(`          ${profile}: ${error.message}`));
        await page.goto(`${address}?runtime=${runtime}#/${place}`);
        status = await opened(page);
        return page;
      },
      async photograph(page, name) {
        await page.screenshot({ path: path.join(photographs, `${runtime}-${name}.png`), fullPage: true });
      },
    });
    return `${status}, ${note}`;
  } finally {
    await context.close();
  }
}
