// The exported file is a plain ONNX model: the official checker accepts it, and onnxruntime-node alone runs it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { initialize, ndarray, RandomStream, referenceBackend } from "@blockzoo/core";
import { inferenceGraph } from "@blockzoo/family";
import { exportModel } from "@blockzoo/onnx";
import { expectClose } from "@blockzoo/testkit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lenet } from "../src/index.js";

const python = process.env["PYTHON"] ?? "/usr/bin/python3";
const hasChecker = spawnSync(python, ["-c", "import onnx"]).status === 0;
if (!hasChecker) console.warn("the official ONNX checker is left out: python3-onnx is not installed");

describe.each(["lenet5", "lenet5-1998"] as const)("%s.onnx", (name) => {
  const variant = lenet.variants[name];
  const graph = inferenceGraph(variant);
  const weights = initialize(variant.create());
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "blockzoo-export-"));
    file = join(folder, `${name}.onnx`);
    writeFileSync(file, exportModel(graph, { weights }));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.skipIf(!hasChecker)("passes the official checker with full shape inference", () => {
    const check = "import onnx, sys; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)";
    const { status, stderr } = spawnSync(python, ["-c", check, file], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  it.each([1, 5, 64])("agrees with the reference for a batch of %i", async (size) => {
    const shape = [size, 1, 32, 32];
    const images = ndarray(new RandomStream(0, "images").fillUniform(new Float32Array(size * 1024)), shape);
    const reference = await referenceBackend().compile(graph, { weights });
    const { outputs } = await reference.run({ input: images });
    const session = await InferenceSession.create(file);
    const { logits } = await session.run({ input: new Tensor("float32", images.data as Float32Array, shape) });
    await session.release();
    expectClose(ndarray(logits!.data as Float32Array, logits!.dims), outputs["logits"]!, "network", `batch ${size}`);
  });
});
