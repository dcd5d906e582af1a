import { describe, expect, it } from "vitest";
import { importOptional } from "../src/index.js";

const failing = (message: string, code?: string) => () =>
  Promise.reject<object>(Object.assign(new Error(message), code !== undefined && { code }));

const notFound = failing("Cannot find package 'some-runtime' imported from /app/main.js", "ERR_MODULE_NOT_FOUND");

describe("a package that need not be installed", () => {
  it("is what the first way gives that finds it", async () => {
    const found = { version: "1.0.0" };
    const never = failing("asked in vain");
    expect(await importOptional("some-runtime", notFound, async () => found, never)).toBe(found);
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
    await expect(importOptional("some-runtime", load, notFound)).rejects.toThrow(
      /^some-runtime is installed, but does not load: .*(its-part|libcuda).*\. Install it again: npm i some-runtime$/,
    );
  });
});
