import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { importOptional } from "../src/index.js";

const failing = (message: string, code?: string) => () =>
  Promise.reject<object>(Object.assign(new Error(message), code !== undefined && { code }));

const notFound = failing("Cannot find package 'some-runtime' imported from /app/main.js", "ERR_MODULE_NOT_FOUND");

describe("a package that need not be installed", () => {
  it("is what its import gives", async () => {
    const found = { version: "1.0.0" };
    expect(await importOptional("some-runtime", async () => found)).toBe(found);
  });

  it.each([
    ["import", notFound],
    ["require", failing("Cannot find module 'some-runtime'\nRequire stack:", "MODULE_NOT_FOUND")],
    ["Vite", failing('Could not resolve "some-runtime" imported by "our-package".')],
  ])("is undefined where %s says that it is not there", async (_, load) => {
    expect(await importOptional("some-runtime", load)).toBeUndefined();
  });

  it.each([
    ["what it needs is missing", failing("Cannot find package 'its-part' imported", "ERR_MODULE_NOT_FOUND")],
    ["it throws", failing("no libcuda.so")],
    ["it throws what is no error", () => Promise.reject<object>("no libcuda.so")],
  ])("is an error where %s", async (_, load) => {
    await expect(importOptional("some-runtime", load)).rejects.toThrow(
      /^some-runtime is installed, but does not load: .*(its-part|libcuda).*\. Install it again: npm i some-runtime$/,
    );
  });
});

describe("a package of the project in the working folder", () => {
  const folders: string[] = [];

  /** A project with a package, as the folder that the process works in. */
  async function workIn(code: string): Promise<void> {
    const project = await mkdtemp(path.join(tmpdir(), "blockzoo-project-"));
    folders.push(project);
    const folder = path.join(project, "node_modules", "some-runtime");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module", exports: "./main.js" }));
    await writeFile(path.join(folder, "main.js"), code);
    vi.spyOn(process, "cwd").mockReturnValue(project);
  }

  afterEach(async () => {
    vi.restoreAllMocks();
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
  });

  it("is found where the caller's own place has none", async () => {
    await workIn("export const version = '2.0.0';");
    expect(await importOptional("some-runtime", notFound)).toMatchObject({ version: "2.0.0" });
  });

  it("is an error where it does not load", async () => {
    await workIn("throw new Error('no libcuda.so');");
    await expect(importOptional("some-runtime", notFound)).rejects.toThrow("does not load: no libcuda.so");
  });

  it("is left alone where the caller's own place has it", async () => {
    await workIn("throw new Error('asked in vain');");
    expect(await importOptional("some-runtime", async () => ({ version: "1.0.0" }))).toEqual({ version: "1.0.0" });
  });
});
