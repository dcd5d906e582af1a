import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { examples, root } from "./examples.js";

// Examples are modules of this folder, so that they find the packages; they run in a folder of their own.
const modules = fileURLToPath(new URL(".examples", import.meta.url));
const home = process.cwd();
let folder: string;

beforeAll(() => {
  mkdirSync(modules, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), "blockzoo-examples-"));
  copyFileSync(join(root, "packages/models/lenet/test/fixtures/seven.png"), join(folder, "seven.png"));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
  rmSync(modules, { recursive: true });
});

describe("examples of the documents run", () => {
  it.each(examples().map((example, index) => [example.place, example.code, index] as const))(
    "%s",
    async (_, code, index) => {
      const module = join(modules, `example-${index}.ts`);
      writeFileSync(module, code);
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      try {
        await import(module);
      } finally {
        log.mockRestore();
      }
      expect(code.length).toBeGreaterThan(0);
    },
  );
});
