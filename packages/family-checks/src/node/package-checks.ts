import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "@blockzoo/core";
import type { FamilyCheck } from "../family-check.js";
import type { FamilyPackage } from "./family-package.js";

/** Sections that a reader of any family's README finds. */
const readmeSections = ["Variants", "Claims"];
/** Entries by which others use a family. */
const entries = [".", "./recipes", "./weights", "./package.json"];
/** What goes into the tarball. */
const shipped = ["dist", "src", "recipes", "weights", "NOTICES.md"];
/** The longest a source file may be. */
const longestFile = 300;

/** What must hold of the files of a model package. */
export function packageChecks({ folder, name, manifest, family }: FamilyPackage): readonly FamilyCheck[] {
  const text = (file: string): string => {
    check(existsSync(join(folder, file)), () => `there is no ${file}: write one`);
    return readFileSync(join(folder, file), "utf8");
  };
  return [
    {
      title: "has a package.json by which it can be found, tree-shaken and shared",
      run() {
        check(
          name === `@blockzoo/${family.name}` || name.endsWith(`blockzoo-family-${family.name}`),
          () => `the package ${name} holds the family "${family.name}": call it blockzoo-family-${family.name}`,
        );
        check(manifest.type === "module", () => `"type" is ${manifest.type} in package.json, expected "module"`);
        check(manifest.sideEffects === false, () => `add "sideEffects": false to package.json`);
        check(manifest.license !== undefined, () => `add a "license" to package.json, such as "MIT"`);
        const core = "@blockzoo/core";
        check(
          manifest.peerDependencies?.[core] !== undefined && manifest.dependencies?.[core] === undefined,
          () => `make ${core} a peer dependency, so that an application holds one copy of it`,
        );
      },
    },
    {
      title: "exports its family, recipes and weights, and ships them",
      run() {
        const missing = entries.filter((entry) => manifest.exports?.[entry] === undefined);
        check(missing.length === 0, () => `package.json exports no ${missing.join(", ")}: add them to "exports"`);
        const gone = filesIn(manifest.exports).filter(
          (file) => !file.includes("/dist/") && !existsSync(join(folder, file)),
        );
        check(gone.length === 0, () => `package.json exports ${gone.join(", ")}, which there is not`);
        const left = shipped.filter((entry) => manifest.files?.includes(entry) !== true);
        check(left.length === 0, () => `"files" in package.json lacks ${left.join(", ")}`);
      },
    },
    {
      title: "has a README that names every variant and recipe",
      run() {
        const readme = text("README.md");
        const missing = readmeSections.filter((section) => !new RegExp(`^## ${section}$`, "m").test(readme));
        check(
          missing.length === 0,
          () => `README.md lacks the section ${missing.map((each) => `"## ${each}"`).join(", ")}`,
        );
        const unnamed = Object.keys(family.variants).filter((id) => !readme.includes(`\`${id}\``));
        check(unnamed.length === 0, () => `README.md does not name ${unnamed.join(", ")}: add a row to its table`);
      },
    },
    {
      title: "has notices of the architecture and of each file with weights",
      run() {
        const notices = text("NOTICES.md");
        check(/architecture/i.test(notices), () => `NOTICES.md does not say where the architecture is from`);
        const unnamed = Object.keys(family.weights).filter((tag) => !notices.includes(tag));
        check(unnamed.length === 0, () => `NOTICES.md does not say what ${unnamed.join(", ")} was trained on`);
      },
    },
    {
      title: `has no source file above ${longestFile} lines`,
      run() {
        const long = ["src", "recipes", "test"]
          .flatMap((area) => sourcesIn(join(folder, area)))
          .filter((file) => readFileSync(file, "utf8").split("\n").length > longestFile);
        check(
          long.length === 0,
          () => `divide by theme: ${long.map((file) => file.slice(folder.length + 1)).join(", ")}`,
        );
      },
    },
    {
      title: "has a test of its own",
      run() {
        const tests = sourcesIn(join(folder, "test")).filter((file) => /\.test\.[jt]s$/.test(file));
        check(
          tests.some((file) => readFileSync(file, "utf8").includes("describeFamily(")),
          () => `no file of test/ calls describeFamily: add one`,
        );
      },
    },
  ];
}

/** The files that an `exports` map leads to, through all conditions. */
function filesIn(exports: unknown): string[] {
  if (typeof exports === "string") return [exports];
  if (typeof exports !== "object" || exports === null) return [];
  return Object.values(exports).flatMap(filesIn);
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourcesIn(path);
    return /\.m?[jt]s$/.test(entry.name) ? [path] : [];
  });
}
