// A mistake of a backend is found and reported: one lowering is made wrong on purpose.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ndarray, referenceBackend, type Backend, type Executable } from "@blockzoo/core";
import { exportModel, onnxLowerings, type AttributesOf, type Lowering, type Value } from "@blockzoo/onnx";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { expect, it, vi } from "vitest";
import { run } from "../src/commands/compare.js";
import { userFolder } from "./command.js";

/** As a kernel that branches on the number of channels may be wrong for one of them. */
const conv: Lowering<AttributesOf<"conv">> = (context) => {
  const right = onnxLowerings.conv(context) as Value;
  return context.output.shape[1] === 16 ? context.emit("Neg", [right]) : right;
};

function wrongBackend(): Backend {
  return {
    name: "onnxruntime-cpu",
    capabilities: { runtime: "onnxruntime-node with a mistake", device: "cpu", threads: 1, dynamicShapes: true },
    async compile(graph, { weights } = {}) {
      const model = exportModel(graph, { lowerings: { ...onnxLowerings, conv }, ...(weights && { weights }) });
      const session = await InferenceSession.create(model);
      const executable: Pick<Executable, "run"> = {
        async run(feeds) {
          const inputs = Object.entries(feeds).map(
            ([name, { data, shape }]) => [name, new Tensor("float32", data as Float32Array, shape)] as const,
          );
          const outputs = Object.entries(await session.run(Object.fromEntries(inputs)));
          const arrays = outputs.map(([name, { data, dims }]) => [name, ndarray(data as Float32Array, dims)] as const);
          return { outputs: Object.fromEntries(arrays), probes: [] };
        },
      };
      return executable as Executable;
    },
    dispose: async () => {},
  };
}

it("names the block whose lowering is wrong, and exits with 1", async () => {
  const report = join(await userFolder(), "bug.md");
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const open = async (name?: string) => (name === "reference" ? referenceBackend() : wrongBackend());
  const code = await run("lenet5.mnist", { backends: "reference,onnxruntime-node", seed: 7, report }, open);
  const printed = write.mock.calls.map(([text]) => String(text)).join("");
  write.mockRestore();
  expect(code).toBe(1);
  expect(printed).toMatch(/^onnxruntime-node DIVERGES, first at conv2 \(Conv2d\); /m);

  const text = await readFile(report, "utf8");
  expect(text).toContain("# blockzoo compare: first divergence at conv2\n");
  expect(text).toContain("blockzoo compare lenet5.mnist --backends reference,onnxruntime-node --seed 7\n");
  expect(text).toMatch(/^blockzoo \d+\.\d+\.\d+, Node \d+\.\d+\.\d+, /m);
  expect(text).toContain("| reference (baseline) | blockzoo reference | cpu | 1 |");
  expect(text).toContain("| onnxruntime-node | onnxruntime-node with a mistake | cpu | 1 |");
  expect(text).toMatch(/^\| conv1 \| Conv2d \| 2x6x28x28 \| (0|\d\.\de-\d) \|$/m);
  expect(text).toMatch(/^\| conv2 \| Conv2d \| 2x16x10x10 \| \d\.\de[+-]\d \|$/m);
  expect(text).toMatch(/What `conv2` computes:\n\n```\n.*= conv\(.*# conv2\n/);
});
