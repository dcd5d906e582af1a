// Writes packages/testkit/golden/ops.json, PyTorch's values for every conformance case: pnpm golden:ops
import { writeFileSync } from "node:fs";
import { drawCase, drawLike, isDifferentiable, opTests, caseGraph } from "@blockzoo/testkit";
import { runPython } from "./python.js";

const cases = opTests().map((test) => {
  const { body: _, ...attributes } = test.opCase.attributes;
  const outputs = caseGraph(test).outputs.map(({ tensor }) => tensor);
  return {
    title: test.title,
    op: test.op.name,
    case: test.opCase.name,
    attributes,
    inputs: drawCase(test.op, test.opCase).map(({ dtype, shape, data }) => ({ dtype, shape, data: [...data] })),
    gradient: isDifferentiable(test),
    weights: outputs.map(({ dtype, shape }, index) =>
      dtype === "bool" ? null : [...drawLike(shape as number[], test.title, index).data],
    ),
  };
});
writeFileSync(new URL("../../packages/testkit/golden/ops.json", import.meta.url), runPython("ops.py", cases));
console.log(`wrote ${cases.length} cases`);
