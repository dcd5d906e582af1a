import { BlockzooError, messageOf } from "@blockzoo/core";
import { fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, type ModelProto } from "./schema/onnx_pb.js";

/** A protobuf message ends at 2 GB; beyond it ONNX wants its weights in files of their own. */
const largestModel = 2 ** 31 - 1;

/**
 * The bytes of an `.onnx` file.
 *
 * @throws BlockzooError where the weights would make it larger than the format allows, 2 GB
 */
export function encodeModel(model: ModelProto): Uint8Array {
  const weights = (model.graph?.initializer ?? []).reduce((total, tensor) => total + tensor.rawData.length, 0);
  checkSize(weights, "the model's weights take");
  return toBinary(ModelProtoSchema, model);
}

/**
 * Reads an `.onnx` file; fields outside this package's schema are skipped.
 *
 * @throws BlockzooError for bytes that are not a model, and for more than 2 GB of them
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  checkSize(bytes.length, "the file has");
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new BlockzooError(`this is not an ONNX model: ${messageOf(error)}`, { cause: error });
  }
  if (model.graph === undefined) throw new BlockzooError("this is not an ONNX model: it holds no graph");
  return model;
}

function checkSize(bytes: number, subject: string): void {
  if (bytes > largestModel) {
    throw new BlockzooError(`${subject} ${(bytes / 2 ** 30).toFixed(2)} GB, but an ONNX model ends at 2 GB`);
  }
}
