import { describe, expect, it } from "vitest";
import { compile } from "../../src/playground/compiler/compile.js";
import { library } from "../../src/playground/compiler/library.js";
import { TypeChecker } from "../../src/playground/compiler/type-checker.js";
import type { Program } from "../../src/playground/program/program.js";

const checker = new TypeChecker(library);

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
  it("finds nothing in a network that is right", () => {
    console.time("first");
    checker.open(program(network));
    expect(checker.syntaxProblems()).toEqual([]);
    expect(checker.typeProblems()).toEqual([]);
    console.timeEnd("first");
    console.time("second");
    checker.open(program(network + "\n"));
    expect(checker.typeProblems()).toEqual([]);
    console.timeEnd("second");
  });

  it("knows the place of a type error", () => {
    checker.open(program(network.replace("new Linear(4, 2)", 'new Linear(4, "2")')));
    expect(checker.typeProblems()).toEqual([
      {
        place: { file: "main.ts", line: 5, column: 29 },
        length: 3,
        message: "Argument of type 'string' is not assignable to parameter of type 'number'.",
      },
    ]);
  });
});
it("compiles", () => {
  console.log(compile(program("for (const a of [1])\n for (;;) console.log(a);\nwhile (true) {}\n")));
});
