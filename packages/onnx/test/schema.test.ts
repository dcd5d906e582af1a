import { readFile } from "node:fs/promises";
import { create } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import { decodeModel, encodeModel, file_onnx, ModelProtoSchema } from "../src/index.js";

test("the generated code has the fields of schema/onnx.proto", async () => {
  const text = await readFile(new URL("../schema/onnx.proto", import.meta.url), "utf8");
  const declared = [...text.replace(/\/\/.*/g, "").matchAll(/(\w+)\s*=\s*(\d+)\s*[;[]/g)].map(
    ([, name, number]) => `${name}=${number}`,
  );
  const generated = [...messagesAndEnums(file_onnx)].flatMap((type) =>
    type.kind === "enum"
      ? type.values.map((value) => `${value.name}=${value.number}`)
      : type.fields.map((field) => `${field.name}=${field.number}`),
  );
  expect(generated.toSorted()).toEqual(declared.filter((each) => !each.startsWith("syntax")).toSorted());
});

type Scope = Pick<typeof file_onnx, "messages" | "enums">;
type Declared = Scope["messages"][number] | Scope["enums"][number];

function* messagesAndEnums({ messages, enums }: Scope): Iterable<Declared> {
  yield* enums;
  for (const message of messages) {
    yield message;
    yield* messagesAndEnums({ messages: message.nestedMessages, enums: message.nestedEnums });
  }
}

test("a model survives encoding and decoding", () => {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: "test",
    opsetImport: [{ domain: "", version: 17n }],
    graph: {
      name: "graph",
      node: [{ opType: "Relu", input: ["x"], output: ["y"], attribute: [{ name: "a", type: 2, i: -3n }] }],
      initializer: [{ name: "w", dataType: 1, dims: [2n], rawData: Uint8Array.of(0, 0, 128, 63, 0, 0, 0, 192) }],
      input: [
        {
          name: "x",
          type: {
            value: {
              case: "tensorType",
              value: { elemType: 1, shape: { dim: [{ value: { case: "dimParam", value: "N" } }] } },
            },
          },
        },
      ],
    },
  });
  expect(decodeModel(encodeModel(model))).toEqual(model);
});

test("what is no model is refused", () => {
  expect(() => decodeModel(Uint8Array.of(1, 2, 3))).toThrow("not an ONNX model");
  expect(() => decodeModel(new Uint8Array())).toThrow("holds no graph");
});
