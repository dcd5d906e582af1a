import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  add,
  BatchNorm2d,
  Block,
  concat,
  Conv2d,
  float32,
  gradients,
  initialize,
  Linear,
  matMul,
  mul,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  scan,
  sub,
  tanh,
  trace,
  trainableParameters,
  type Graph,
  type Tensor,
} from "@blockzoo/core";
import { expect, test } from "vitest";
import { exportModelFiles, type ExternalOptions } from "../src/index.js";
import { opGraphs } from "./op-graphs.js";

const python = "/usr/bin/python3";
const probe = spawnSync(python, ["-c", "import onnx; print(onnx.__version__)"], { encoding: "utf8" });
const hasChecker = probe.status === 0;
if (!hasChecker) console.log(`skipped: ONNX's checker needs ${python} with the package onnx (Debian's python3-onnx)`);

const script = `
import sys, onnx
failed = 0
for path in sys.argv[1:]:
    try:
        onnx.checker.check_model(onnx.load(path), full_check=True)
    except Exception as error:
        failed += 1
        print(path.rsplit("/", 1)[1], error)
sys.exit(failed > 0)
`;

/** ONNX's own checker with full shape inference, on all graphs in one process. */
async function check(
  graphs: ReadonlyMap<string, Graph>,
  options: Omit<ExternalOptions, "dataFile"> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "blockzoo-onnx-"));
  try {
    const paths = await Promise.all(
      [...graphs].map(async ([title, graph], index) => {
        const path = join(folder, `${index} ${title.replaceAll("/", "|")}.onnx`);
        const dataFile = `${index}.data`;
        const { model, data } = exportModelFiles(graph, { externalData: "never", ...options, dataFile });
        if (data !== undefined) await writeFile(join(folder, dataFile), Buffer.concat([...data.pieces]));
        await writeFile(path, model);
        return path;
      }),
    );
    const { stdout, stderr, status } = spawnSync(python, ["-c", script, ...paths], { encoding: "utf8" });
    return status === 0 ? "" : stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

class Net extends Block {
  readonly conv = new Conv2d(1, 4, 3, { stride: 2, padding: 1, bias: false });
  readonly bn = new BatchNorm2d(4);
  readonly fc = new Linear(4, 3);

  forward(x: Tensor): { readonly logits: Tensor; readonly features: Tensor } {
    const features = x.pipe(this.conv, this.bn, relu);
    return { logits: this.fc.forward(reduceMean(features, { axes: [2, 3] })), features };
  }
}

const recurrence = (h: Tensor, x: Tensor, weight: Tensor) =>
  scan(
    (carry, slice) => {
      const next = tanh(add(matMul(carry, weight), slice));
      return { carry: next, output: sub(next, carry) };
    },
    { initial: h, sequences: x, reverse: true },
  );

test.runIf(hasChecker)("every op case passes the checker", { timeout: 60_000 }, async () => {
  expect(await check(opGraphs())).toBe("");
});

test.runIf(hasChecker)("whole graphs pass the checker", { timeout: 60_000 }, async () => {
  const net = new Net();
  const parameters = [...trainableParameters(net).values()];
  const trainingStep = ({ x }: { x: Tensor }) => {
    const { logits } = net.forward(x);
    const loss = reduceMean(mul(logits, logits));
    const reads = parameters.map((parameter) => parameter.read());
    gradients(loss, reads).forEach((gradient, index) => {
      parameters[index]!.update(sub(reads[index]!, mul(gradient, 0.1)));
    });
    return { loss };
  };
  const types = { h: float32(2, 3), x: float32(5, 2, 3), weight: float32(3, 3) };
  const graphs = new Map([
    ["inference, any batch", trace(net, { input: float32("N", 1, 9, 9) })],
    ["inference, any size", trace(net, { input: float32("N", 1, "H", "W") })],
    ["training step", trace(trainingStep, { x: float32(2, 1, 9, 9) }, { model: net, mode: "train" })],
    ["scan", trace(({ h, x, weight }) => recurrence(h, x, weight), types)],
    [
      "gradient of a scan",
      trace(({ h, x, weight }) => gradients(reduceSum(recurrence(h, x, weight).outputs), [h, x, weight]), types),
    ],
    [
      "sizes made of names",
      trace(({ x, y }) => reshape(concat([x, y], 0), ["N+M", 3, 2]), { x: float32("N", 6), y: float32("M", 6) }),
    ],
  ]);
  expect(await check(graphs)).toBe("");
});

test.runIf(hasChecker)("models with images, labels, halves and a second file pass the checker", async () => {
  const net = new Net();
  const graph = trace(({ input }) => net.forward(input).logits, { input: float32("N", 1, 32, 32) }, { model: net });
  const steps = { resize: 36, crop: [28, 28], pad: 2, mean: [0.5], deviation: [0.5], channels: 1 } as const;
  const options = {
    weights: initialize(net),
    pixels: { ...steps, foreground: "bright" },
    labels: ["a", "b", "c"],
  } as const;
  const large = trace(new Linear(1000, 3), { input: float32("N", 1000) });
  const external = { weights: initialize(new Linear(1000, 3)), externalData: "always" } as const;
  expect(await check(new Map([["images", graph]]), options)).toBe("");
  expect(await check(new Map([["halves", graph]]), { ...options, dtype: "float16" })).toBe("");
  expect(await check(new Map([["second file", large]]), external)).toBe("");
  expect(await check(new Map([["second file of halves", large]]), { ...external, dtype: "float16" })).toBe("");
});
