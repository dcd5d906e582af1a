import { describe, expect, it, vi } from "vitest";
import { compile } from "../../src/playground/compiler/compile.js";
import { guardLoops } from "../../src/playground/compiler/guard-loops.js";
import { TypeChecker } from "../../src/playground/compiler/type-checker.js";
import type { Program } from "../../src/playground/program/program.js";
import { libraryOfCheckout } from "./library-of-checkout.js";

// The first to ask has the packages read.
vi.setConfig({ testTimeout: 60_000 });

function program(main: string, others: Program["files"] = {}): Program {
  return { title: "test", files: { "main.ts": main, ...others } };
}

const network = `import { Block, float32, Linear, type Tensor } from "@blockzoo/core";

export default class Net extends Block {
  static readonly input = { x: float32("N", 4) };
  readonly fc = new Linear(4, 2);
  forward(x: Tensor): Tensor {
    return this.fc.forward(x);
  }
}
`;

describe("the type checker", () => {
  const checker = new TypeChecker(libraryOfCheckout());
  const problemsOf = (given: Program) => {
    checker.open(given);
    return checker.typeProblems();
  };

  it("finds nothing in a network that is right", () => {
    expect(problemsOf(program(network))).toEqual([]);
  });

  it("knows the place of a type error, and when it is gone", () => {
    const wrong = network.replace("new Linear(4, 2)", 'new Linear(4, "2")');
    expect(problemsOf(program(wrong))).toEqual([
      {
        place: { file: "main.ts", line: 5, column: 31 },
        length: 3,
        message: "Argument of type 'string' is not assignable to parameter of type 'number'.",
      },
    ]);
    expect(problemsOf(program(network))).toEqual([]);
  });

  it("reads files that import each other, and tells of those that are not there", () => {
    const main = 'import { two } from "./parts/two.js";\nexport const four: string = two + two;\n';
    const both = program(main, { "parts/two.ts": "export const two = 2;\n" });
    expect(problemsOf(both)[0]).toMatchObject({ place: { file: "main.ts", line: 2 } });
    expect(problemsOf(program(main))[0]?.message).toMatch(/^Cannot find module '.\/parts\/two.js'/);
    expect(problemsOf(program('import "@blockzoo/none";\n'))[0]?.message).toMatch("@blockzoo/none");
  });

  it("knows what is around a program", () => {
    const around = `const { signal } = new AbortController();
export const timer: number = setTimeout(() => console.log(performance.now(), signal.aborted), 10);
export const bytes: Uint8Array = new TextEncoder().encode("a");
export const load = async () => (await fetch("a")).arrayBuffer();
`;
    expect(problemsOf(program(around))).toEqual([]);
    expect(problemsOf(program("document.title;\n"))[0]?.message).toMatch("Cannot find name 'document'");
  });

  it("says what stands at a place, with its comment, and what may be written there", () => {
    checker.open(program(network));
    const found = checker.describe("main.ts", network.indexOf("Linear(4"));
    expect(found?.type).toMatch("Linear");
    const unfinished = network.replace("this.fc.forward(x)", "this.");
    checker.open(program(unfinished));
    const names = checker.completions("main.ts", unfinished.indexOf("this.") + 5).map(({ name }) => name);
    expect(names).toContain("fc");
  });
});

describe("compile", () => {
  it("takes the types off and leaves the lines where they are", () => {
    const compiled = compile(program("interface A {\n  a: number;\n}\n\nexport const a: A = { a: 1 };\n"));
    const { files } = compiled as { files: Record<string, string> };
    expect(files["main.ts"]!.split("\n")[4]).toMatch("a = { a: 1 }");
  });

  it("says where a file cannot be read", () => {
    const given = program("export const a = 1;\n", { "b.ts": "const b = ;\n" });
    expect(compile(given)).toEqual({
      problems: [{ place: { file: "b.ts", line: 1, column: 11 }, length: 1, message: "Expression expected." }],
    });
  });
});

describe("guardLoops", () => {
  it.each([
    ["for (;;) {}", "for (;;) { __round();}"],
    ["while (true) a();", "while (true) { __round(); a(); }"],
    ["do b(); while (c);", "do { __round(); b(); } while (c);"],
    [
      "for (const a of b)\n  for (const c in a) d();",
      "for (const a of b)\n  { __round(); for (const c in a) { __round(); d(); } }",
    ],
    ["f(() => { while (a) {} });", "f(() => { while (a) { __round();} });"],
  ])("%j", (text, guarded) => {
    expect(guardLoops(text, "main.ts")).toBe(guarded);
  });
});
