// What `blockzoo export --with-wrapper` writes of networks that say one token after another is a program without this project,
// and so is a model alone for whoever feeds it what it gave before.
import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { initialize } from "@blockzoo/core";
import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { openVariant } from "@blockzoo/family";
import type { Translator } from "@blockzoo/tasks/translation";
import { findVariant } from "@blockzoo/zoo";
import * as node from "onnxruntime-node";
import { beforeAll, describe, expect, it } from "vitest";
import { blockzooHere, expectRefused, userFolder } from "./command.js";
import { writer } from "./fixtures/my-writer.js";

const run = promisify(execFile);
const { resolve } = createRequire(import.meta.url);
/** A busy machine takes its time, in milliseconds. */
const patience = 120_000;
let cwd: string;
beforeAll(async () => {
  cwd = await userFolder();
  await cp(fileURLToPath(new URL("fixtures/my-writer.ts", import.meta.url)), join(cwd, "my-writer.ts"));
});

/** Exports into the folder of the tests and says what was noted. */
async function exported(name: string, id: string, ...args: string[]): Promise<string> {
  const { code, stderr } = await blockzooHere(["export", id, "--out", join(cwd, name), ...args]);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return stderr;
}

/** Installs a runtime into a folder, as npm would. */
async function install(folder: string, ...names: readonly ("onnxruntime-web" | "onnxruntime-node")[]): Promise<void> {
  await mkdir(join(folder, "node_modules"));
  for (const name of names) {
    await symlink(dirname(dirname(resolve(name))), join(folder, "node_modules", name), "junction");
  }
}

/** What a program in a folder prints as JSON. */
async function printed(folder: string, program: string): Promise<unknown> {
  await writeFile(join(folder, "use.mjs"), program);
  const { stdout } = await run(process.execPath, ["use.mjs"], { cwd: folder, env: { PATH: process.env["PATH"]! } });
  return JSON.parse(stdout);
}

/** What the writer of the fixture writes here, with the weights `random:1`. */
async function written(prompt: string, length: number): Promise<string> {
  const weights = initialize(writer.create(), { seed: 1 });
  const backend = await onnxruntime({ provider: "cpu" });
  const parts = { variant: writer, weights, meaning: writer.meaning, source: "random:1", backend };
  const { use: ours } = await openVariant(parts);
  let text = "";
  for await (const piece of ours.generate(prompt, { temperature: 0, length })) text += piece;
  ours.dispose();
  return text;
}

describe("a writer, ejected", { timeout: patience }, () => {
  beforeAll(async () => {
    await exported("writer", join(cwd, "my-writer.ts#writer"), "--weights", "random:1", "--with-wrapper");
    await install(join(cwd, "writer"), "onnxruntime-web", "onnxruntime-node");
  }, patience);

  it("is a model and a program with what they need to know", async () => {
    const files = await readdir(join(cwd, "writer"));
    const programs = ["generate", "read-beside", "vocabulary"].flatMap((name) => [`${name}.js`, `${name}.ts`]);
    const others = ["README.md", "model.onnx", "node_modules", "package.json", "state.json", "vocabulary.json"];
    expect(files.toSorted()).toEqual([...others, ...programs].toSorted());
    expect(await readFile(join(cwd, "writer", "generate.ts"), "utf8")).not.toContain("@blockzoo");
  });

  const use = `
const writer = await (await import("./generate.js")).loadGenerator();
const collect = async (prompt, options) => {
  const pieces = [];
  for await (const piece of writer.generate(prompt, options)) pieces.push(piece);
  return pieces.join("");
};
const seeded = () => {
  let state = 7;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
};
const texts = [];
for (const prompt of ["a fish, ", "", "dé"]) texts.push(await collect(prompt, { temperature: 0, length: 80 }));
const drawn = [await collect("a", { random: seeded() }), await collect("a", { random: seeded() })];
const narrow = await collect("a fish, ", { random: seeded(), topK: 1, length: 80 });
const none = await collect("a", { length: 0 });
const error = await collect("A").catch((error) => error.message);
console.log(JSON.stringify({ texts, drawn, narrow, none, error }));
`;

  it.each(["onnxruntime-web", "onnxruntime-node"])("writes what we write, in Node with %s", async (runtime) => {
    const program = join(cwd, "writer", "generate.js");
    await writeFile(program, (await readFile(program, "utf8")).replace(/"onnxruntime-\w+"/, `"${runtime}"`));
    const found = (await printed(join(cwd, "writer"), use.replace("dé", "dé"))) as {
      readonly texts: readonly string[];
      readonly drawn: readonly [string, string];
      readonly narrow: string;
      readonly none: string;
      readonly error: string;
    };
    const ours = await Promise.all(["a fish, ", "", "dé"].map((prompt) => written(prompt, 80)));
    expect(found.texts).toEqual(ours);
    expect(found.drawn[0]).toHaveLength(300);
    expect(found.drawn[1]).toBe(found.drawn[0]);
    expect(found.narrow).toBe(ours[0]);
    expect(found.none).toBe("");
    expect(found.error).toBe('"A" is none of the 31 tokens that the network knows');
  });

  it("type-checks strictly", async () => {
    const folder = join(cwd, "writer");
    await writeFile(
      join(folder, "use.ts"),
      `import { loadGenerator, type GenerateOptions } from "./generate.js";
const options: GenerateOptions = { temperature: 0.5, length: 20 };
for await (const piece of (await loadGenerator()).generate("a", options)) console.log(piece.length);
`,
    );
    expect(await typeErrors(folder)).toBe("");
  });
});

describe("a translator, ejected", { timeout: patience }, () => {
  const tag = "luong-translator.tatoeba";
  const sentences = ["¿Dónde está Tom?", "Ella no quiere trabajar  conmigo mañana.", "ꙮ"];
  let folder: string;
  beforeAll(async () => {
    folder = join(cwd, "translator");
    await exported("translator", tag, "--with-wrapper");
    await install(folder, "onnxruntime-web", "onnxruntime-node");
  }, patience);

  it.each(["onnxruntime-web", "onnxruntime-node"])("finds the beams that we find, in Node with %s", async (runtime) => {
    const program = join(folder, "translate.js");
    await writeFile(program, (await readFile(program, "utf8")).replace(/"onnxruntime-\w+"/, `"${runtime}"`));
    const found = (await printed(
      folder,
      `
const translator = await (await import("./translate.js")).loadTranslator();
const all = [];
for (const sentence of ${JSON.stringify(sentences)}) {
  all.push(await translator.translate(sentence, { beams: 5, lengthPenalty: 0.6, length: 9 }));
}
console.log(JSON.stringify(all));
`,
    )) as readonly (readonly { readonly text: string; readonly score: number; readonly tokens: number[] }[])[];
    const backend = await onnxruntime({ provider: "cpu" });
    const { family } = await findVariant("luong-translator");
    const ours = (await family.load(tag, { backend })) as Translator;
    for (const [index, sentence] of sentences.entries()) {
      const { beams } = await ours.translate(sentence, { beams: 5, lengthPenalty: 0.6, maximumLength: 9 });
      expect(found[index]!.map(({ text }) => text)).toEqual(beams.map(({ text }) => text));
      beams.forEach(({ score }, rank) => expect(Math.abs(found[index]![rank]!.score - score)).toBeLessThan(1e-4));
    }
    const lengths = found.flat().map(({ tokens }) => tokens.length);
    expect([Math.min(...lengths) < 9, Math.max(...lengths)]).toEqual([true, 9]);
    ours.dispose();
  });

  it("type-checks strictly", async () => {
    await writeFile(
      join(folder, "use.ts"),
      `import { loadTranslator, type Translation } from "./translate.js";
const found: readonly Translation[] = await (await loadTranslator()).translate("a", { beams: 3 });
console.log(found.map(({ text, score }) => text.length + score));
`,
    );
    expect(await typeErrors(folder)).toBe("");
  });
});

/** What the compiler says of `use.ts` under the strictest options. */
async function typeErrors(folder: string): Promise<string> {
  const options = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true };
  const modules = { module: "nodenext", target: "es2022", erasableSyntaxOnly: true, verbatimModuleSyntax: true };
  const checks = { noImplicitOverride: true, noPropertyAccessFromIndexSignature: true, noUnusedLocals: true };
  const compilerOptions = { ...options, ...modules, ...checks, noEmit: true, skipLibCheck: true, types: [] };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }));
  const tsc = join(dirname(resolve("typescript/package.json")), "bin", "tsc");
  const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: { stdout: string }) => error);
  return stdout;
}

describe("a writer, exported as a model alone", { timeout: patience }, () => {
  it("comes with what it takes from its run before, and writes what we write to whoever follows that", async () => {
    const notes = await exported("writer.onnx", join(cwd, "my-writer.ts#writer"), "--weights", "random:1");
    expect(notes).toContain(`wrote ${join(cwd, "writer.json")}: what it takes from its own run before`);
    const manifest = JSON.parse(await readFile(join(cwd, "writer.json"), "utf8")) as unknown;
    const state = (name: string) => ({ type: "float32[1,N,24]", from: "given", next: `${name}.next` });
    expect(manifest).toEqual({
      name: "writer",
      graphs: [
        {
          name: "forward",
          file: "writer.onnx",
          inputs: { tokens: { type: "int32[N,T]", from: "given" }, h: state("h"), c: state("c") },
          outputs: { logits: "float32[N,31,T]", "h.next": "float32[1,N,24]", "c.next": "float32[1,N,24]" },
        },
      ],
    });
    const session = await node.InferenceSession.create(join(cwd, "writer.onnx"));
    const { tokens } = writer.meaning!.vocabulary;
    const zeros = new node.Tensor("float32", new Float32Array(24), [1, 1, 24]);
    let [h, c]: node.Tensor[] = [zeros, zeros];
    let read = Array.from("a fish", (letter) => tokens.indexOf(letter));
    let text = "";
    for (let count = 0; count < 30; count++) {
      const fed = new node.Tensor("int32", Int32Array.from(read), [1, read.length]);
      const said = await session.run({ tokens: fed, h: h!, c: c! });
      [h, c] = [said["h.next"], said["c.next"]];
      const logits = said["logits"]!.data as Float32Array;
      const last = tokens.map((_, token) => logits[(token + 1) * read.length - 1]!);
      read = [last.indexOf(Math.max(...last))];
      text += tokens[read[0]!];
    }
    await session.release();
    expect(text).toBe(await written("a fish", 30));
  });

  it("is refused with preparation that there is none of", async () => {
    const args = ["export", join(cwd, "my-writer.ts#writer"), "--out", join(cwd, "no.onnx"), "--with-preprocessing"];
    expectRefused(await blockzooHere(args), "does text-generation, which takes its inputs as they are");
  });
});
