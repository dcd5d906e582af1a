// The packages as a stranger gets them: packed, published to a registry on this machine, installed by name into an empty
// folder with an empty home and no way to any other host. Takes no arguments: node tooling/acceptance/packages/main.mjs
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkConsumer, checkDoctor, checkSummaryMemory } from "./check-consumer.mjs";
import { checkContributor } from "./check-contributor.mjs";
import { checkTarballs } from "./check-tarballs.mjs";
import { packAll } from "../harness/pack.mjs";
import { startRegistry } from "../harness/registry.mjs";
import { cannotCheck, check, summary } from "../harness/report.mjs";
import { createSandbox } from "../harness/sandbox.mjs";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const budget = JSON.parse(readFileSync(new URL("./budget.json", import.meta.url), "utf8"));
const scratch = mkdtempSync(path.join(tmpdir(), "blockzoo-packages-"));

/** @type {import("../harness/pack.mjs").Packed[]} */
let packages = [];
const packed = await check("build and pack", async () => {
  packages = await packAll(root, path.join(scratch, "tarballs"));
  return `${packages.length} packages`;
});

if (packed) {
  await checkTarballs(packages, budget.packedBytes, budget.trunks);
  const registry = await startRegistry();
  const published = await check("publish to a local registry", () =>
    registry.publish(
      scratch,
      packages.map((entry) => entry.tarball),
    ),
  );
  if (published) {
    const families = packages.filter((entry) => entry.isFamily).map((entry) => entry.name);
    await checkConsumer(createSandbox(scratch, registry.url), {
      root,
      families,
      bundleBudget: budget.bundledGzipBytes,
    });
    await checkDoctor(createSandbox(scratch, registry.url));
    await checkSummaryMemory(createSandbox(scratch, registry.url));
    await checkContributor(createSandbox(scratch, registry.url, { mayPublish: true }), root);
  } else {
    cannotCheck("what a consumer gets", "publishing failed");
  }
  registry.close();
} else {
  cannotCheck("tarballs and what a consumer gets", "the packages could not be built and packed");
}

rmSync(scratch, { recursive: true, force: true });
const { passed, failed } = summary();
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
