import { describe, expect, it, vi } from "vitest";
import { compile } from "../../src/playground/compiler/compile.js";
import { TypeChecker } from "../../src/playground/compiler/type-checker.js";
import { examples } from "../../src/playground/program/open-example.js";
import type { Program } from "../../src/playground/program/program.js";
import { variantProgram } from "../../src/playground/program/variant-program.js";
import { evaluateFile } from "../../src/playground/sandbox/guest/evaluate.js";
import { look } from "../../src/playground/sandbox/guest/look.js";
import { modules } from "../../src/playground/sandbox/guest/modules.js";
import { libraryOfCheckout } from "./library-of-checkout.js";

// The first to ask has the packages read.
vi.setConfig({ testTimeout: 60_000 });

const checker = new TypeChecker(libraryOfCheckout());

function lookAt(program: Program) {
  const compiled = compile(program);
  if ("problems" in compiled) throw new Error(compiled.problems[0]!.message);
  return look(evaluateFile("main.ts", { files: compiled.files, modules, guard: () => {} }), new Map());
}

describe("the examples", () => {
  it.each(Object.entries(examples))("%s has no problem, and a network", async (_, { open }) => {
    const program = await open();
    checker.open(program);
    expect(checker.typeProblems()).toEqual([]);
    expect(lookAt(program).graphs[0]!.totals.parameters).toBeGreaterThan(0);
  });
});

describe("the networks of the families", () => {
  // Files of a task of its own, several graphs, a loss of its own, parts of another family.
  const some = ["ctc-tones", "roi-detector", "rbm-mini", "fcn-resnet50"];

  it.each(some)("%s opens without a problem", async (id) => {
    const program = await variantProgram(id);
    checker.open(program);
    expect(checker.typeProblems()).toEqual([]);
    expect(lookAt(program)).toMatchObject({ trains: true });
  });

  it("are counted for images of the size that they are prepared to", async () => {
    const { macs } = lookAt(await variantProgram("resnet50")).graphs[0]!.totals;
    expect(macs / 1e9).toBeCloseTo(4.09, 1);
  });

  it("are told where there is none of that name", async () => {
    await expect(variantProgram("resnet51")).rejects.toThrow("resnet51");
  });
});
