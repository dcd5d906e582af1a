import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stepsOf } from "../docs/walk.mjs";
import { cannotCheck, check, expect } from "../harness/report.mjs";

/** @typedef {import("../harness/sandbox.mjs").Sandbox} Sandbox */

/** Pages of the contributor book that end with a family, the sample that each ends with, and what `blockzoo list` then shows. */
const walks = [
  {
    page: "docs/contributing/family.md",
    sample: "examples/blockzoo-family-mobilenet",
    row: /^mobilenet-mini\s+blockzoo-family-mobilenet\s.*mobilenet-mini\.glyphs/,
  },
  {
    page: "docs/contributing/task.md",
    sample: "examples/blockzoo-family-tic-tac-toe",
    row: /^tic-tac-toe\s+blockzoo-family-tic-tac-toe\s.*tic-tac-toe\.perfect/,
  },
];
/** What the page's commands make besides the package: not compared. Trained weights differ in the last bits by machine. */
const made = new Set(["node_modules", "dist", "runs", "package-lock.json", "weights"]);

/**
 * Somebody who follows the contributor book word for word, outside the repository, ends with the samples: families that pass
 * the kit, are published, installed elsewhere and listed, one of them with a task of its own.
 * @param {Sandbox} sandbox of somebody who may publish
 * @param {string} root
 */
export async function checkContributor(sandbox, root) {
  for (const walk of walks) await followed(sandbox, root, walk);
}

/**
 * @param {Sandbox} sandbox
 * @param {string} root
 * @param {(typeof walks)[number]} walk
 */
async function followed(sandbox, root, { page, sample, row: wanted }) {
  let folder = sandbox.folder;
  /** @type {Map<string, string>} what commands printed, by command */
  const printed = new Map();
  let written = "";
  for (const { kind, text, path: file, place } of stepsOf(readFileSync(path.join(root, page), "utf8"), page)) {
    if (kind === "file") {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    } else if (text.startsWith("cd ")) {
      folder = path.resolve(folder, text.slice("cd ".length));
      if (existsSync(path.join(folder, "NOTICES.md"))) written = folder;
    } else {
      const done = await check(`${place}: ${text}`, async () => {
        printed.set(text, await sandbox.shell(text, { cwd: folder, timeoutSeconds: 300 }));
      });
      if (!done) return cannotCheck(`the rest of ${page}`, `${text} failed`);
    }
  }
  await check(`${page}: ends with ${sample}`, () => compare(written, path.join(root, sample)));
  await check(`${page}: ends with a family that is listed`, () => {
    const list = printed.get("npx blockzoo list") ?? "";
    const row = list.split("\n").find((line) => wanted.test(line));
    expect(row, `blockzoo list shows\n${list}`);
    return row.replaceAll(/ +/g, " ").trim();
  });
}

/**
 * @param {string} found
 * @param {string} expected
 */
function compare(found, expected) {
  const [names, wanted] = [filesIn(found), filesIn(expected)];
  expect(names.join() === wanted.join(), `files are ${names.join(", ")}\nexpected ${wanted.join(", ")}`);
  const different = names.filter((name) => contentOf(found, name) !== contentOf(expected, name));
  expect(different.length === 0, `the page and the sample differ in ${different.join(", ")}`);
  return `${names.length} files`;
}

/** @param {string} folder @returns {string[]} */
function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !made.has(entry.name))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesIn(path.join(folder, entry.name)).map((name) => `${entry.name}/${name}`)
        : [entry.name],
    )
    .toSorted();
}

/**
 * Versions of our packages are those of the day, and the formatter has been over the sample: neither counts.
 * @param {string} folder
 * @param {string} name
 */
function contentOf(folder, name) {
  return readFileSync(path.join(folder, name), "utf8")
    .replaceAll(/("@?blockzoo[^"]*": )"\^[^"]*"/g, '$1"^"')
    .replaceAll(/\s+/g, "");
}
