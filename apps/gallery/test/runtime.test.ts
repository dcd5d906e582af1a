// Runtimes that are chosen one after the other.
import { referenceBackend } from "@blockzoo/core";
import { expect, it, vi } from "vitest";
import { Runtime } from "../src/laboratory/runtime.js";

vi.mock("../src/laboratory/backends/open-backend.js", () => {
  const open = async () => referenceBackend();
  return { openBackend: { "ort-wasm": open, "tfjs-wasm": open } };
});

it("lets nothing go on in a runtime that is being left for the next one", async () => {
  const runtime = new Runtime();
  const heard: string[] = [];
  const hear = (what: string) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    heard.push(what);
  };
  const change = (name: "ort-wasm" | "tfjs-wasm") =>
    runtime.open(name, { before: hear(`before ${name}`), after: hear(`after ${name}`) });
  await Promise.all([change("ort-wasm"), change("tfjs-wasm")]);
  expect(heard).toEqual(["before ort-wasm", "after ort-wasm", "before tfjs-wasm", "after tfjs-wasm"]);
});
