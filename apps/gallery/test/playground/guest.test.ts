import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../src/playground/compiler/compile.js";
import { evaluateFile } from "../../src/playground/sandbox/guest/evaluate.js";
import { look } from "../../src/playground/sandbox/guest/look.js";
import { LoopGuard } from "../../src/playground/sandbox/guest/loop-guard.js";
import { modules } from "../../src/playground/sandbox/guest/modules.js";
import { failureOf } from "../../src/playground/sandbox/guest/place.js";
import { parseReport } from "../../src/playground/sandbox/parse-report.js";
import type { Failure } from "../../src/playground/sandbox/messages.js";

const { stackTraceLimit } = Error;
beforeAll(() => void (Error.stackTraceLimit = 200));
afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

const network = `import { Block, float32, Linear, type Tensor } from "@blockzoo/core";

export default class Net extends Block {
  static readonly input = { x: float32("N", 4) };
  readonly first = new Linear(4, 8);
  readonly second = new Linear(8, 2);
  forward(x: Tensor): Tensor {
    return x.pipe(
      this.first,
      this.second,
    );
  }
}
`;

function run(main: string, others: Readonly<Record<string, string>> = {}, guard = () => {}) {
  const compiled = compile({ title: "test", files: { "main.ts": main, ...others } });
  if ("problems" in compiled) throw new Error(compiled.problems[0]!.message);
  return evaluateFile("main.ts", { files: compiled.files, modules, guard });
}

function failure(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    return failureOf(error);
  }
  throw new Error("expected it to fail");
}

const looked = (main: string) => look(run(main), new Map());

describe("a program in the sandbox", () => {
  it("is looked at: its size, its diagram, whether it learns", () => {
    const found = looked(network);
    expect(found).toMatchObject({
      name: "Net",
      trains: false,
      graphs: [{ name: "forward", totals: { parameters: 58 } }],
    });
    expect(found.graphs[0]!.diagram.nodes.map(({ node }) => node.label).toSorted()).toEqual([
      "first",
      "output",
      "second",
      "x",
    ]);
    expect(looked(`${network}export const train = async () => 0;\n`).trains).toBe(true);
    // What the page makes of it is the same.
    expect(parseReport(structuredClone({ kind: "looked", look: found }))).toEqual({ kind: "looked", look: found });
  });

  it("tells of a shape that does not fit at its line, and without lines of the packages", () => {
    expect(failure(() => looked(network.replace("Linear(8, 2)", "Linear(9, 2)")))).toEqual({
      message: "Net.second: expects 9 input features, got x float32[1,8]",
      file: "main.ts",
      line: 8,
    });
  });

  it("tells of what is thrown at its line, in other files too", () => {
    const main = 'import { a } from "./parts/a.js";\nexport const b = a;\n';
    const found = failure(() => run(main, { "parts/a.ts": 'export const a = 1;\n\nthrow new Error("no");\n' }));
    expect(found).toEqual({ message: "no", file: "parts/a.ts", line: 3 });
    expect(failure(() => run("export const a = [];\n\na.length = -1;\n"))).toMatchObject({ file: "main.ts", line: 3 });
  });

  it("tells of a loop without an end at its line", () => {
    const guard = new LoopGuard(20);
    const found = failure(() => run("export const a = 1;\nwhile (a > 0) {\n  a;\n}\n", {}, guard.round));
    expect(found.message).toMatch(/^this loop was stopped/);
    expect(found.file).toBe("main.ts");
    expect(found.line).toBe(2);
  });

  it("has files that import each other in a circle", () => {
    const main = 'import { b } from "./b.js";\nexport const a = 1;\nexport const sum = () => a + b();\n';
    const { sum } = run(main, { "b.ts": 'import { a } from "./main.js";\nexport const b = () => a + 1;\n' });
    expect((sum as () => number)()).toBe(3);
  });

  it.each([
    [
      "a package that is not there",
      'import { a } from "left-pad";\nexport const b = a;\n',
      '"left-pad" cannot be imported here',
    ],
    ["a file that is not there", 'import { a } from "./a.js";\nexport const b = a;\n', "there is no file a.ts"],
    ["no network", "export const a = 1;\n", "main.ts: exports no network"],
    ["no input", network.replace(/ {2}static.*\n/, ""), "what Net takes is not known"],
    [
      "an input of no types",
      network.replace('{ x: float32("N", 4) }', "3"),
      "the `input` of Net is expected to be types by name",
    ],
    [
      "a constructor with arguments",
      network.replace("  forward", "  constructor(n: number) {\n    super();\n  }\n  forward"),
      "needs 1 arguments",
    ],
  ])("says so: %s", (_, main, message) => {
    expect(failure(() => looked(main)).message).toMatch(message);
  });
});
