import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { tfjs } from "@blockzoo/backend-tfjs";
import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { ctcCases } from "./ctc-cases.js";
import { expectClose } from "./support.js";

const backends = {
  "onnxruntime-cpu": () => onnxruntime({ provider: "cpu" }),
  "onnxruntime-wasm": () => onnxruntime({ provider: "wasm" }),
  "tfjs-cpu": () => tfjs({ device: "cpu" }),
  "tfjs-wasm": () => tfjs({ device: "wasm" }),
} satisfies Readonly<Record<string, () => Promise<Backend>>>;

describe.each(Object.entries(backends))("connectionist temporal classification on %s", (_, open) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await open();
  });
  afterAll(() => backend.dispose());

  it.each(ctcCases)("$title", async ({ graph, feeds, value, gradient }) => {
    const executable = await backend.compile(graph);
    const { outputs } = await executable.run(feeds);
    executable.dispose();
    expectClose(outputs["value"]!.data, value, 1e-5);
    expectClose(outputs["gradient"]!.data, gradient, 1e-5);
  });
});
