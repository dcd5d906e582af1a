import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import type { Backend } from "@blockzoo/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { lossCases } from "./loss-cases.js";
import { expectClose } from "./support.js";

describe.each(["cpu", "wasm"] as const)("losses on %s", (provider) => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await onnxruntime({ provider });
  });
  afterAll(() => backend.dispose());

  it.each(lossCases)("$title", async ({ graph, feeds, value, gradient }) => {
    const executable = await backend.compile(graph);
    const { outputs } = await executable.run(feeds);
    executable.dispose();
    expectClose(outputs["value"]!.data, [value]);
    expectClose(outputs["gradient"]!.data, gradient);
  });
});
