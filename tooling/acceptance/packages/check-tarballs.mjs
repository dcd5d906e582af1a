import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { check, expect } from "../harness/report.mjs";
import { run } from "../harness/run.mjs";

/** @typedef {import("../harness/pack.mjs").Packed} Packed */

const here = fileURLToPath(new URL(".", import.meta.url));

/** @param {Packed} packed */
function contents({ files, manifestText }) {
  const stray = files.filter((file) => /\.tsbuildinfo$|\.test\.|^test\/|^node_modules\//.test(file));
  expect(stray.length === 0, `files that do not belong in a tarball: ${stray.join(", ")}`);
  expect(files.includes("LICENSE"), "no LICENSE in the tarball");
  for (const word of ["@blockzoo/source", "workspace:", "catalog:"]) {
    expect(!manifestText.includes(word), `"${word}" is left in the packed package.json`);
  }
}

/** @param {Packed} packed */
async function lintManifest({ tarball }) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    strict: true,
  });
  const problems = messages.filter((message) => message.type !== "suggestion");
  expect(problems.length === 0, problems.map((message) => formatMessage(message, pkg, { color: false })).join("\n"));
}

/** @param {Packed} packed */
const lintTypes = ({ tarball }) =>
  run(path.join(here, "..", "node_modules", ".bin", "attw"), [tarball, "--profile", "esm-only", "--no-color"], {
    cwd: here,
  });

/**
 * Families that come along with one, through any number of steps.
 * @param {Packed} family
 * @param {ReadonlyMap<string, Packed>} all
 */
function familiesPulledIn(family, all) {
  const seen = new Set([family.name]);
  for (const name of seen) {
    const { dependencies, peerDependencies } = all.get(name)?.manifest ?? {};
    for (const next of Object.keys({ ...dependencies, ...peerDependencies })) if (all.has(next)) seen.add(next);
  }
  return [...seen].filter((name) => name !== family.name && all.get(name)?.isFamily);
}

/**
 * @param {readonly Packed[]} packages
 * @param {Readonly<Record<string, number>>} budget the most bytes a tarball may have
 * @param {Readonly<Record<string, readonly string[]>>} trunks families that a family is allowed to stand on
 */
export async function checkTarballs(packages, budget, trunks) {
  const all = new Map(packages.map((packed) => [packed.name, packed]));
  for (const packed of packages) {
    const { name, bytes, isFamily } = packed;
    await check(`${name}: what the tarball holds`, () => contents(packed));
    await check(`${name}: publint`, () => lintManifest(packed));
    await check(`${name}: types resolve (attw, esm-only)`, async () => {
      await lintTypes(packed);
    });
    await check(`${name}: packed size`, () => {
      const limit = budget[name];
      expect(limit !== undefined, `${bytes} bytes, and no budget: add one to tooling/acceptance/packages/budget.json`);
      expect(bytes <= limit, `${bytes} bytes, the budget is ${limit}`);
      return `${bytes} of ${limit} bytes`;
    });
    if (!isFamily) continue;
    await check(`${name}: pulls in no other family`, () => {
      const surplus = familiesPulledIn(packed, all).filter((other) => !trunks[name]?.includes(other));
      expect(
        surplus.length === 0,
        `pulls in ${surplus.join(", ")}; a trunk is declared in tooling/acceptance/packages/budget.json`,
      );
    });
  }
}
