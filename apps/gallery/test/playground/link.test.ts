import { expect, it } from "vitest";
import { decodeProgram, encodeProgram } from "../../src/playground/program/link.js";

const program = { title: "Größe 😀", files: { "main.ts": "export const a = 1;\n".repeat(100), "parts/b.ts": "" } };

it("brings a program back", async () => {
  const code = await encodeProgram(program);
  expect(code).toMatch(/^[\w-]+$/);
  expect(code.length).toBeLessThan(300);
  expect(await decodeProgram(code)).toEqual(program);
});

it.each([
  ["not base64", "§§§", "is damaged"],
  ["cut off", async () => (await encodeProgram(program)).slice(0, -8), "is damaged"],
  ["something else", () => encodeProgram({ title: "a", files: { "main.ts": 3 as never } }), "main.ts: expected a text"],
  ["without a main file", () => encodeProgram({ title: "a", files: { "other.ts": "" } }), "main.ts among them"],
  [
    "with a file of another place",
    () => encodeProgram({ title: "a", files: { "main.ts": "", "/etc/a.ts": "" } }),
    "TypeScript",
  ],
  [
    "one that fills the memory",
    () => encodeProgram({ title: "a", files: { "main.ts": " ".repeat(5e6) } }),
    "1,000,000",
  ],
])("refuses what is %s", async (_, made, message) => {
  const code = typeof made === "string" ? made : await made();
  await expect(decodeProgram(code)).rejects.toThrow(message);
});
