// Every starter as a stranger gets it: copied, installed from a registry on this machine, built, served, and given the
// picture of a seven in Chromium. Takes the names of starters, by default all: node tooling/acceptance/starters.mjs vite
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumArguments, findChromium } from "@blockzoo-tooling/workspace/chromium";
import { packAll } from "./harness/pack.mjs";
import { startRegistry } from "./harness/registry.mjs";
import { check, expect, summary } from "./harness/report.mjs";
import { createSandbox } from "./harness/sandbox.mjs";
import { serve } from "./harness/serve.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const seven = path.join(root, "packages/models/lenet/test/fixtures/seven.png");

/** How each is told its port; those that are told by no argument read PORT. */
const starters = {
  vite: ["--strictPort", "--port"],
  "web-worker": ["--strictPort", "--port"],
  webpack: ["--port"],
  esbuild: [],
  "script-module": [],
  next: ["--port"],
};

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-starters-"));
const executablePath = findChromium();
const packages = await packAll(root, path.join(scratch, "tarballs"));
const registry = await startRegistry();
await registry.publish(
  scratch,
  packages.map(({ tarball }) => tarball),
);
const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: chromiumArguments });

let port = 4300;
for (const [name, portArguments] of Object.entries(starters)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  await check(`starter ${name}`, () => tryStarter(name, portArguments));
}

await browser.close();
registry.close();
rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** @param {string} name @param {readonly string[]} portArguments */
async function tryStarter(name, portArguments) {
  const sandbox = createSandbox(scratch, registry.url);
  const source = path.join(root, "starters", name);
  cpSync(source, sandbox.folder, { recursive: true, filter: (file) => !file.includes("node_modules") });
  await sandbox.run("npm", "install");
  const { scripts } = JSON.parse(sandbox.read("package.json"));
  if (scripts.build !== undefined) await sandbox.run("npm", "run", "build");
  const own = String(++port);
  const args = portArguments.length === 0 ? [] : ["--", ...portArguments, own];
  const server = await serve(
    "npm",
    ["start", ...args],
    { cwd: sandbox.folder, env: { ...sandbox.env, PORT: own } },
    own,
  );
  try {
    return await readSeven(`http://localhost:${own}/`);
  } finally {
    await server.stop();
  }
}

/** @param {string} address */
async function readSeven(address) {
  expect(existsSync(seven), `${seven} is not there`);
  const page = await browser.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  const output = page.locator("output");
  /** @param {string} text */
  const waitFor = async (text) => {
    await output
      .filter({ hasText: text })
      .waitFor({ timeout: 30_000 })
      .catch(async () => {
        expect(false, `"${text}" did not come: the page says "${await output.textContent()}"\n${problems.join("\n")}`);
      });
  };
  await page.goto(address);
  await waitFor("ready");
  await page.locator("input").setInputFiles(seven);
  await waitFor("with probability");
  const text = (await output.textContent()) ?? "";
  await page.close();
  expect(text.startsWith("7,"), `the picture of a seven was read as ${text}`);
  return text;
}
