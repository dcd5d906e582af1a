import { tensors } from "@blockzoo/tasks/tensors";
import { expect, it } from "vitest";
import { describedTask, descriptionMetadata, readDescription } from "../src/models/weights-description.js";

const read = (description: unknown) =>
  readDescription(new Map([["blockzoo", JSON.stringify(description)]]), "net.safetensors");

const described = { task: "image-classification", meaning: { labels: ["cat", "dog"] } };

it("what is written is read", () => {
  const head = { path: "fc", classes: 2 };
  const metadata = new Map(Object.entries(descriptionMetadata({ ...described, head })));
  expect(readDescription(metadata, "net.safetensors")).toEqual({ ...described, head });
  expect(readDescription(new Map(), "net.safetensors")).toBeUndefined();
  expect(descriptionMetadata(undefined)).toEqual({});
});

it("weights of tables are read that do not name their task", () => {
  const preprocessing = { kind: "table", columns: ["x"], mean: [0], deviation: [1] };
  const meaning = { preprocessing, labels: ["in", "out"] };
  expect(read(meaning)).toEqual({ task: "table-classification", meaning });
});

it.each<[string, unknown]>([
  ["expected a record, found a list", []],
  ["task: expected a text, found nothing", { meaning: {} }],
  ["head: expected a record, found 3", { ...described, head: 3 }],
  ["head: classes must be a number of outputs, found -1", { ...described, head: { path: "fc", classes: -1 } }],
  ["head: path: expected a text, found nothing", { ...described, head: { classes: 2 } }],
])("says: %s", (message, description) => {
  expect(() => read(description)).toThrow(`net.safetensors: its metadata "blockzoo"`);
  expect(() => read(description)).toThrow(message);
});

it("a file may name the network's own task or a common one, and its meaning is checked by that", async () => {
  const own = { ...tensors(), name: "fortune-telling" };
  expect(await describedTask(own, "fortune-telling", "net.safetensors")).toBe(own);
  const task = await describedTask(own, "image-classification", "net.safetensors");
  expect(() => task.parseMeaning(described.meaning, "net.safetensors")).toThrow(
    "net.safetensors: preprocessing: expected a record, found nothing",
  );
  await expect(describedTask(own, "palmistry", "net.safetensors")).rejects.toThrow(
    'net.safetensors: says it is for the task "palmistry", but the network does fortune-telling',
  );
});
