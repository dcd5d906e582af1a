import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { cannotCheck, check, expect } from "../harness/report.mjs";

/** @typedef {import("../harness/sandbox.mjs").Sandbox} Sandbox */

const here = fileURLToPath(new URL(".", import.meta.url));
/** @param {string} name */
const fixture = (name) => readFileSync(path.join(here, "fixtures", name));

/** @param {Sandbox} sandbox @param {string} root */
async function firstLines(sandbox, root) {
  const image = path.join(root, "packages/models/lenet/test/fixtures/seven.png");
  expect(existsSync(image), "packages/models/lenet/test/fixtures/seven.png is not there");
  sandbox.write("seven.png", readFileSync(image));
  sandbox.write("first-lines.mjs", fixture("first-lines.mjs"));
  const output = await sandbox.run("node", "first-lines.mjs");
  const best = /label: ['"](\d)['"],\s*probability: ([\d.e-]+)/.exec(output);
  expect(best, `expected [{ label: "7", probability: ... }, ...], printed:\n${output}`);
  expect(best[1] === "7", `the picture of a seven was read as ${best[1]}:\n${output}`);
  const probability = Number(best[2]);
  expect(probability > 0 && probability <= 1, `a probability of ${best[2]}`);
  return `${best[1]} with ${probability.toFixed(3)}`;
}

/** @param {Sandbox} sandbox */
async function oneCore(sandbox) {
  const listing = JSON.parse(await sandbox.run("npm", "ls", "@blockzoo/core", "--all", "--json"));
  /** @type {Set<string>} */
  const versions = new Set();
  /** @param {{ dependencies?: Record<string, any> }} node */
  const walk = ({ dependencies = {} }) => {
    for (const [name, child] of Object.entries(dependencies)) {
      if (name === "@blockzoo/core") versions.add(child.version);
      walk(child);
    }
  };
  walk(listing);
  expect(versions.size === 1, `npm ls names the versions ${[...versions].join(", ") || "(none)"}`);

  const modules = path.join(sandbox.folder, "node_modules");
  const copies = readdirSync(modules, { recursive: true }).filter((file) =>
    String(file).endsWith(path.join("@blockzoo", "core", "package.json")),
  );
  expect(copies.length === 1, `copies on disk: ${copies.join(", ") || "none"}`);
}

/** @param {Sandbox} sandbox */
async function typeCheck(sandbox) {
  sandbox.write("consumer.ts", fixture("consumer.ts"));
  const tsc = path.join(here, "..", "node_modules", ".bin", "tsc");
  const strict = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess"];
  const platform = ["--target", "es2022", "--lib", "es2023,dom,dom.iterable", "--types", ""];
  for (const moduleResolution of ["nodenext", "bundler"]) {
    const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
    const options = [...strict, ...platform, "--module", module, "--moduleResolution", moduleResolution];
    await sandbox.run(tsc, ...options, "--skipLibCheck", "consumer.ts");
    // Declarations of ours are checked too; those of others are not our business.
    const all = await sandbox.run(tsc, ...options, "consumer.ts").catch(String);
    const ours = all.split("\n").filter((line) => /node_modules\/(@blockzoo|blockzoo)\//.test(line));
    expect(ours.length === 0, `${moduleResolution}: errors in our declarations\n${ours.join("\n")}`);
  }
}

/** What a page needs for some files only, or, as convolutions in blocks of channels, never: chunks of their own. */
const forFew =
  /(weights\/dist\/(pytorch\/read-|sources\/file-cache)|data\/dist\/images\/(decode|jpeg|png)|onnxruntime\/dist\/blocked\/)/;

/**
 * A page with one family: what it loads at once, which is the task that the family names and no other, and no reader of files
 * that it may never see.
 * @param {Sandbox} sandbox
 * @param {"page.ts" | "page-mlp.ts"} page
 * @param {string} task
 * @param {number | undefined} limit bytes after gzip
 */
async function bundle(sandbox, page, task, limit) {
  sandbox.write(page, fixture(page));
  /** @type {string[]} */
  const warnings = [];
  const result = await build({
    root: sandbox.folder,
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: path.join(sandbox.folder, page),
        external: /^onnxruntime-/,
        onwarn: (warning) => warnings.push(warning.message),
      },
    },
  });
  const { output } = /** @type {import("vite").Rolldown.RolldownOutput} */ (result);
  const chunks = new Map(output.flatMap((item) => (item.type === "chunk" ? [[item.fileName, item]] : [])));
  const entry = [...chunks.values()].find((chunk) => chunk.isEntry);
  expect(entry, "the bundle has no entry");
  // What a page loads at once: the entry and all it imports statically.
  const loaded = new Set([entry]);
  for (const chunk of loaded) {
    for (const name of chunk.imports) {
      const next = chunks.get(name);
      if (next) loaded.add(next);
    }
  }
  const builtin = [...loaded].filter((chunk) => chunk.moduleIds.some((id) => id.includes("__vite-browser-external")));
  expect(builtin.length === 0, `a module of Node is loaded at once by a page:\n${warnings.join("\n")}`);
  const modules = [...loaded].flatMap((chunk) => chunk.moduleIds);
  const tasks = modules.flatMap((id) => /tasks\/dist\/(?!(?:classes|tables)\/)([\w-]+)\//.exec(id)?.[1] ?? []);
  expect(tasks.length > 0, "no module of @blockzoo/tasks is in the bundle: the check is wrong");
  const surplus = [...new Set(tasks)].filter((name) => name !== task);
  expect(surplus.length === 0, `a page whose family does ${task} holds ${surplus.join(", ")} too`);
  const early = modules.filter((id) => forFew.test(id));
  expect(early.length === 0, `a page loads at once what few need:\n${early.join("\n")}`);
  const all = [...chunks.values()].flatMap((chunk) => chunk.moduleIds);
  expect(
    all.some((id) => forFew.test(id)),
    "nothing that few need is in any chunk: the check is wrong",
  );
  const bytes = gzipSync([...loaded].map((chunk) => chunk.code).join("\n")).length;
  expect(limit !== undefined, `${bytes} bytes, and no budget: add one to tooling/acceptance/packages/budget.json`);
  expect(bytes <= limit, `${bytes} bytes after gzip, the budget is ${limit}`);
  return `${bytes} of ${limit} bytes after gzip`;
}

/** @param {Sandbox} sandbox @param {readonly string[]} families */
function noOtherFamily(sandbox, families) {
  const installed = readdirSync(path.join(sandbox.folder, "node_modules", "@blockzoo")).map(
    (name) => `@blockzoo/${name}`,
  );
  const surplus = installed.filter((name) => families.includes(name) && name !== "@blockzoo/lenet");
  expect(surplus.length === 0, `installed too: ${surplus.join(", ")}`);
  return installed.join(" ");
}

/**
 * What a reader of the first README does: installs one family, one backend, one runtime, and uses them.
 * @param {Sandbox} sandbox
 * @param {{ root: string, families: readonly string[], bundleBudget: Readonly<Record<string, number>> }} options
 */
export async function checkConsumer(sandbox, { root, families, bundleBudget }) {
  const wanted = ["@blockzoo/lenet", "@blockzoo/backend-onnxruntime", "onnxruntime-web"];
  const installed = await check(`npm i ${wanted.join(" ")}`, async () => {
    await sandbox.run("npm", "install", ...wanted);
  });
  /** @type {[string, () => unknown][]} */
  const checks = [
    ["the first lines read a seven", () => firstLines(sandbox, root)],
    ["exactly one copy of @blockzoo/core", () => oneCore(sandbox)],
    ["no other family was installed", () => noOtherFamily(sandbox, families)],
    ["a consumer type-checks (strict; nodenext and bundler)", () => typeCheck(sandbox)],
    ["a page's bundle", () => bundle(sandbox, "page.ts", "image-classification", bundleBudget["lenet"])],
    [
      "the bundle of a page with another family",
      async () => {
        await sandbox.run("npm", "install", "@blockzoo/mlp");
        return bundle(sandbox, "page-mlp.ts", "table-classification", bundleBudget["mlp"]);
      },
    ],
  ];
  for (const [name, run] of checks) {
    if (installed) await check(name, run);
    else cannotCheck(name, "the installation failed");
  }
}

/**
 * With nothing installed, the command says what to install, once, and is content.
 * @param {Sandbox} sandbox
 */
export async function checkDoctor(sandbox) {
  await check("npx blockzoo doctor without a runtime", async () => {
    const output = await sandbox.run("npx", "--yes", "blockzoo", "doctor");
    const commands = new Set(output.match(/\bnpm (?:i|install) [^\n`'"]*onnxruntime-[a-z]+/g));
    expect(commands.size === 1, `expected one install command, found ${commands.size}:\n${output}`);
    return [...commands].join();
  });
}

/** What a summary may take above `--version`: it draws no weight, whatever the size of the network. */
const summaryBudgetMegabytes = 20;

/**
 * The summary of a user's VGG-16, which has 553 MB of weights, against the bare command.
 * @param {Sandbox} sandbox
 */
export async function checkSummaryMemory(sandbox) {
  await check("blockzoo summary of VGG-16 allocates no weights", async () => {
    if (process.platform !== "linux") return "not measured: memory is read from /proc, which only Linux has";
    await sandbox.run("npm", "install", "blockzoo");
    sandbox.write("peak-memory.mjs", fixture("peak-memory.mjs"));
    sandbox.write("vgg16.ts", fixture("vgg16.ts"));
    const command = "node_modules/blockzoo/bin/blockzoo.js";
    /** @param {string[]} args */
    const peak = async (...args) => {
      const output = await sandbox.run("node", "--import", "./peak-memory.mjs", command, ...args);
      return { output, megabytes: Number(/^peak (\d+)$/m.exec(output)?.[1]) / 1024 };
    };
    const bare = await peak("--version");
    const { output, megabytes } = await peak("summary", "./vgg16.ts#Vgg16");
    expect(output.includes("138,357,544"), `not the parameters of VGG-16:\n${output}`);
    expect(bare.megabytes > 0 && megabytes > bare.megabytes, `not measured: ${bare.megabytes} and ${megabytes} MB`);
    const above = megabytes - bare.megabytes;
    expect(
      above <= summaryBudgetMegabytes,
      `${above.toFixed(1)} MB above --version, allowed are ${summaryBudgetMegabytes}`,
    );
    return `${above.toFixed(1)} MB above --version`;
  });
}
