import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { supportPage, target } from "./table.js";

test("docs/support.md is what the backends' tables say (else: npx pnpm generate:support)", async () => {
  expect(readFileSync(target, "utf8")).toBe(await supportPage());
});
