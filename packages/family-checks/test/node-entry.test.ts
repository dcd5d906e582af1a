import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** Lets nobody import vitest. */
const hooks = `export function resolve(specifier, context, next) {
  if (specifier === "vitest") throw new Error("vitest is not installed");
  return next(specifier, context);
}`;
const asUrl = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
const withoutVitest = asUrl(`import { register } from "node:module"; register(${JSON.stringify(asUrl(hooks))});`);

/** Imports an entry in a process of its own, and says what it exports. */
function exportsOf(entry: string): string {
  const program = `console.log(Object.keys(await import("${entry}")).join(" "))`;
  const options = ["--conditions=@blockzoo/source", "--import", "tsx", "--import", withoutVitest];
  const settings = { cwd: new URL(".", import.meta.url), encoding: "utf8", stdio: "pipe" } as const;
  return execFileSync(process.execPath, [...options, "--input-type=module", "--eval", program], settings);
}

test("the entry of blockzoo check-family needs no test runner", () => {
  expect(exportsOf("@blockzoo/family-checks/node")).toContain("checkFamilyPackage");
  expect(() => exportsOf("@blockzoo/family-checks/torchvision")).toThrow("vitest is not installed");
});
