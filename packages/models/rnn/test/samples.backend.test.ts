// What the packaged writers write, as the README shows it.
import { readFileSync } from "node:fs";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rnn } from "../src/index.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

let backend: Backend;
beforeAll(async () => {
  backend = await onnxruntime();
});
afterAll(() => backend.dispose());

describe.each(["lstm-writer.tinyshakespeare", "lstm-writer-large.tinyshakespeare"] as const)("%s", (tag) => {
  it("writes what the README shows", async () => {
    const writer = await rnn.load(tag, { backend });
    let text = "ROMEO:";
    for await (const piece of writer.generate(text, { length: 400, temperature: 0.6, seed: 1 })) text += piece;
    writer.dispose();
    // The formatter takes no spaces off the ends of lines, and neither do we.
    expect(readme).toContain(`\`\`\`text\n${text.trimEnd()}\n\`\`\``);
  });
});
