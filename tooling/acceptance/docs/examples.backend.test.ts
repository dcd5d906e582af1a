import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examples, root } from "./examples.js";
import { removePrograms, runProgram } from "./program.js";

const home = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "blockzoo-examples-"));
  copyFileSync(join(root, "packages/models/lenet/test/fixtures/seven.png"), join(folder, "seven.png"));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
  removePrograms();
});

describe("examples of the documents run", () => {
  it.each(examples().map((example, index) => [example.place, example.text, index] as const))(
    "%s",
    async (_, code, index) => {
      await runProgram(code, `example-${index}`);
      expect(code.length).toBeGreaterThan(0);
    },
  );
});
