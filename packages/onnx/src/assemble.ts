import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { Scope, type AttributeValue, type EmittedNode, type Initializer } from "./scope.js";
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  type AttributeProtoSchema,
  type GraphProtoSchema,
  type ModelProto,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from "./schema/onnx_pb.js";
import { dataTypes, type Value } from "./values.js";

export interface ModelHeader {
  readonly opset: number;
  readonly irVersion: number;
  readonly producer: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Names are unique in the whole model, since a body must not hide a name around it. Inputs and outputs choose first. */
export class Names {
  readonly #names = new Map<Value, string>();
  readonly #taken = new Set<string>();

  of(value: Value): string {
    const known = this.#names.get(value);
    if (known !== undefined) return known;
    let name = value.hint;
    for (let count = 1; this.#taken.has(name); count++) name = `${value.hint}_${count}`;
    this.#taken.add(name);
    this.#names.set(value, name);
    return name;
  }
}

/** Operators beside ONNX's own are in the first version of their sets. */
const versionOfOthers = 1;

/** Puts the graph that was written into the message that a file holds. */
export function assembleModel(scope: Scope, header: ModelHeader, names: Names): ModelProto {
  return create(ModelProtoSchema, {
    irVersion: BigInt(header.irVersion),
    producerName: header.producer,
    opsetImport: domainsOf(scope).map((domain) => ({
      domain,
      version: BigInt(domain === "" ? header.opset : versionOfOthers),
    })),
    metadataProps: Object.entries(header.metadata).map(([key, value]) => ({ key, value })),
    graph: graphOf(scope, names),
  });
}

/** The operator sets that a graph and the bodies in it use, ONNX's own first. */
function domainsOf(scope: Scope): string[] {
  const bodies = ({ attributes }: EmittedNode) => Object.values(attributes).filter((each) => each instanceof Scope);
  const own = scope.nodes.flatMap((node) => [node.domain, ...bodies(node).flatMap(domainsOf)]);
  return [...new Set(["", ...own])];
}

function graphOf(scope: Scope, names: Names): MessageInitShape<typeof GraphProtoSchema> {
  const input = scope.inputs.map((value) => infoOf(value, names));
  const output = scope.outputs.map((value) => infoOf(value, names));
  const initializer = scope.initializers.map((each) => tensorOf(each, names));
  const node = scope.nodes.map((each) => nodeOf(each, names));
  const exposed = new Set(scope.outputs);
  const inner = scope.nodes.flatMap(({ outputs }) => outputs.filter((value) => !exposed.has(value)));
  return { name: scope.name, input, output, initializer, node, valueInfo: inner.map((value) => infoOf(value, names)) };
}

function nodeOf(node: EmittedNode, names: Names): MessageInitShape<typeof NodeProtoSchema> {
  const output = node.outputs.map((value) => names.of(value));
  return {
    name: output[0]!,
    ...(node.domain !== "" && { domain: node.domain }),
    opType: node.opType,
    input: node.inputs.map((value) => (value === undefined ? "" : names.of(value))),
    output,
    attribute: Object.entries(node.attributes).map(([name, value]) => ({ name, ...attributeOf(value, names) })),
  };
}

const encoder = new TextEncoder();

function attributeOf(value: AttributeValue, names: Names): MessageInitShape<typeof AttributeProtoSchema> {
  if (typeof value === "number") return { type: AttributeType.INT, i: BigInt(value) };
  if (typeof value === "string") return { type: AttributeType.STRING, s: encoder.encode(value) };
  if (value instanceof Scope) return { type: AttributeType.GRAPH, g: graphOf(value, names) };
  if ("float" in value) return { type: AttributeType.FLOAT, f: value.float };
  if (isTexts(value)) return { type: AttributeType.STRINGS, strings: value.map((text) => encoder.encode(text)) };
  return { type: AttributeType.INTS, ints: value.map(BigInt) };
}

function isTexts(value: readonly (number | string)[]): value is readonly string[] {
  return typeof value[0] === "string";
}

function infoOf(value: Value, names: Names): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = value.shape.map((size) => ({
    value:
      typeof size === "number"
        ? { case: "dimValue" as const, value: BigInt(size) }
        : { case: "dimParam" as const, value: size },
  }));
  const tensorType = { elemType: dataTypes[value.dtype], shape: { dim } };
  return { name: names.of(value), type: { value: { case: "tensorType", value: tensorType } } };
}

function tensorOf({ value, content }: Initializer, names: Names): MessageInitShape<typeof TensorProtoSchema> {
  const header = { name: names.of(value), dataType: dataTypes[content.dtype], dims: content.shape.map(BigInt) };
  if (content.dtype === "string") {
    return { ...header, stringData: content.data.map((text) => encoder.encode(text)) };
  }
  const { buffer, byteOffset, byteLength } = content.data;
  return { ...header, rawData: new Uint8Array(buffer, byteOffset, byteLength) };
}
