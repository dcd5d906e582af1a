// The gallery, built and served, driven in Chromium and in Firefox as a person would. Takes names of runtimes, "firefox", and names of
// what is done, by default all:
//   node tooling/acceptance/gallery/main.mjs ort-wasm tfjs-webgl firefox "paints"
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../harness/free-port.mjs";
import { check, summary } from "../harness/report.mjs";
import { run } from "../harness/run.mjs";
import { serve } from "../harness/serve.mjs";
import { beAccessible } from "./accessibility.mjs";
import { lookUp } from "./blocks.mjs";
import { openBrowser, visit } from "./browser.mjs";
import { code } from "./coding.mjs";
import { read } from "./digits.mjs";
import { dream } from "./dreaming.mjs";
import { openFirefox, whyNoFirefox } from "./firefox.mjs";
import { buildWithGuest, meetGuest } from "./guest.mjs";
import { findFamily } from "./hall.mjs";
import { lookInside, move, unfold } from "./inspecting.mjs";
import { goOffline } from "./offline.mjs";
import { takeOwn } from "./own.mjs";
import { openEvery } from "./pages.mjs";
import { paint } from "./painting.mjs";
import { makePhotograph } from "./photograph.mjs";
import { play, removeShortcut } from "./playing.mjs";
import { isLight } from "./size.mjs";
import { makeScenes } from "./scenes.mjs";
import { makeSound } from "./sound.mjs";
import { transcribe } from "./speech.mjs";
import { teachFiles } from "./teaching-files.mjs";
import { teachPictures, teachSounds } from "./teaching.mjs";
import { makeTexture } from "./texturing.mjs";
import { train } from "./training.mjs";
import { translate } from "./translating.mjs";
import { makeWords } from "./words.mjs";
import { write } from "./writing.mjs";

const app = fileURLToPath(new URL("../../../apps/gallery", import.meta.url));
const built = path.join(app, "dist");
const photographs = fileURLToPath(new URL("../../../runs/gallery", import.meta.url));
const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-gallery-"));
const sound = makeSound(path.join(scratch, "digits.wav"));
const photograph = makePhotograph(path.join(scratch, "photograph.png"));
const scenes = makeScenes(path.join(scratch, "scenes.y4m"));
const words = makeWords(path.join(scratch, "words.wav"));

/** @typedef {import("./browser.mjs").Doing} Doing @typedef {Readonly<Record<string, Doing>>} Doings */

/** What a network does, on every runtime. @type {Doings} */
const onEachRuntime = {
  "writes down speech": (page) => transcribe(page, sound),
  translates: translate,
  writes: write,
  paints: (page) => paint(page, photograph),
  "makes textures": (page) => makeTexture(page, scratch),
  codes: (page) => code(page, scratch),
  dreams: dream,
  reads: read,
  trains: train,
  "looks inside": (page) => lookInside(page, sound.sound),
  "teaches pictures": (page) => teachPictures(page, scratch),
  "teaches sounds": (page) => teachSounds(page, { scratch, words }),
};

/** What the microphone hears and the camera sees where that is something else. @type {Readonly<Record<string, import("./browser.mjs").Devices>>} */
const ownDevices = { "teaches pictures": { sees: scenes }, "teaches sounds": { hears: words.sound } };

/** What does not depend on the runtime. @type {Doings} */
const once = {
  plays: play,
  "removes a shortcut": removeShortcut,
  "takes own weights": (page) => takeOwn(page, scratch),
  unfolds: unfold,
  moves: move,
  "finds a family": findFamily,
  "looks up a block": lookUp,
  "is accessible": beAccessible,
};

/** What is done in Firefox, on the default runtime; nobody plays films and recordings to its camera and microphone. @type {Doings} */
const inFirefox = {
  "opens every page": openEvery,
  "writes down speech": (page) => transcribe(page, sound),
  translates: translate,
  writes: write,
  paints: (page) => paint(page, photograph),
  codes: (page) => code(page, scratch),
  dreams: dream,
  reads: read,
  trains: train,
  "looks inside": (page) => lookInside(page, sound.sound),
  "teaches by files": (page) => teachFiles(page, scratch),
  plays: play,
  "takes own weights": (page) => takeOwn(page, scratch),
  unfolds: unfold,
  "finds a family": findFamily,
  "looks up a block": lookUp,
};

/** Without isolation it is enough that the runtimes start and read: they differ in their threads alone. @type {Doings} */
const withoutIsolation = { reads: read };

const runtimes = ["ort-wasm", "tfjs-wasm", "tfjs-webgl", "ort-webgpu", "tfjs-webgpu"];
const asked = process.argv.slice(2);
const places = [...runtimes, "firefox"];
const askedPlaces = places.filter((name) => asked.includes(name));
const askedDoings = asked.filter((name) => !places.includes(name));
const wanted = askedPlaces.length > 0 ? askedPlaces : places;
const wantedRuntimes = runtimes.filter((name) => wanted.includes(name));
const isAsked = (/** @type {string} */ name) => askedDoings.length === 0 || askedDoings.includes(name);

await check("the page builds", async () => {
  await run("npx", ["vite", "build", "--logLevel", "warn"], { cwd: app, timeoutSeconds: 600 });
});
await check("what it starts with is light", () => isLight(built));

await serving({ isolated: true }, async (address) => {
  for (const runtime of wantedRuntimes) await doAll(onEachRuntime, { runtime, address });
  if (wantedRuntimes.length > 0) await doAll(once, { runtime: "ort-wasm", address });
  if (!wanted.includes("firefox")) return;
  if (whyNoFirefox !== undefined) console.log(`left out: Firefox, ${whyNoFirefox}`);
  else await doAll(inFirefox, { runtime: "ort-wasm", address, isFirefox: true });
});
await serving({ isolated: false }, async (address) => {
  for (const runtime of wantedRuntimes.filter((each) => each.endsWith("wasm"))) {
    await doAll(withoutIsolation, { runtime, address });
  }
});
if (isAsked("meets a guest")) {
  let folder = built;
  await check("the page builds with a guest", async () => void (folder = await buildWithGuest(scratch)));
  await serving({ isolated: true, folder }, (address) =>
    doAll({ "meets a guest": meetGuest }, { runtime: "ort-wasm", address }),
  );
}
if (isAsked("goes offline")) {
  const open = () => openBrowser(path.join(scratch, "offline"), {});
  await check("goes offline", () => inBrowser(open, (context) => goOffline({ built, scratch, context })));
}

rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/**
 * @param {{ isolated: boolean, folder?: string }} options `folder`: what was built
 * @param {(address: string) => Promise<void>} use
 */
async function serving({ isolated, folder = built }, use) {
  const own = String(await freePort());
  const env = { ...process.env, ISOLATED: isolated ? "1" : "0" };
  const server = await serve(
    "npx",
    ["vite", "preview", "--outDir", folder, "--strictPort", "--port", own],
    { cwd: app, env },
    own,
  );
  await use(`http://localhost:${own}/`);
  await server.stop();
}

/** @param {Doings} doings @param {{ runtime: string, address: string, isFirefox?: boolean }} where */
async function doAll(doings, { runtime, address, isFirefox = false }) {
  const [place, folder] = isFirefox ? ["firefox", path.join(photographs, "firefox")] : [runtime, photographs];
  for (const [name, doing] of Object.entries(doings).filter(([each]) => isAsked(each))) {
    const profile = path.join(scratch, `${place}-${name}`);
    const open = () =>
      isFirefox ? openFirefox(profile) : openBrowser(profile, { hears: sound.sound, ...ownDevices[name] });
    await check(`${place}, ${name}`, () =>
      inBrowser(open, (context) => visit(context, { runtime, address, photographs: folder }, doing)),
    );
  }
}

/**
 * @template Found
 * @param {() => Promise<import("playwright").BrowserContext>} open
 * @param {(context: import("playwright").BrowserContext) => Promise<Found>} use
 */
async function inBrowser(open, use) {
  const context = await open();
  try {
    return await use(context);
  } finally {
    await context.close();
  }
}
