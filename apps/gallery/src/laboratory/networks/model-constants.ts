import { BlockzooError, check, messageOf, ndarray, sizeOf, type StateDict } from "@blockzoo/core";
import { decodeModel, TensorProto_DataType, type TensorProto } from "@blockzoo/onnx";
import { widenFloat16 } from "@blockzoo/weights";

/**
 * The constants of an ONNX model by name, half precision widened.
 *
 * @param contents the model by its name, and the files that may lie beside it
 * @throws BlockzooError where it cannot be read, or its weights lie in a file that is not there
 */
export function constantsOf(name: string, contents: ReadonlyMap<string, Uint8Array>): StateDict {
  const { graph } = decoded(contents.get(name)!, name);
  const found = (graph?.initializer ?? []).flatMap((tensor) => {
    const { name: constant, dims, dataType } = tensor;
    const shape = dims.map(Number);
    const data = floatsOf(bytesOf(tensor, name, contents), dataType);
    return data !== undefined && data.length === sizeOf(shape) ? [[constant, ndarray(data, shape)] as const] : [];
  });
  if (found.length === 0) throw new BlockzooError(`${name} holds no weights`);
  return new Map(found);
}

/** The values of a constant, in the model or in a file beside it. */
function bytesOf(
  { rawData, externalData }: TensorProto,
  model: string,
  contents: ReadonlyMap<string, Uint8Array>,
): Uint8Array {
  if (externalData.length === 0) return rawData;
  const place = new Map(externalData.map(({ key, value }) => [key, value]));
  const location = place.get("location") ?? "";
  const file = contents.get(location);
  check(file !== undefined, () => `the weights of ${model} lie in ${location}, beside it: give both at once`);
  const from = Number(place.get("offset") ?? 0);
  const to = place.has("length") ? from + Number(place.get("length")) : file.length;
  check(from >= 0 && to >= from && to <= file.length, () => `${location} is shorter than ${model} says`);
  return file.subarray(from, to);
}

function decoded(bytes: Uint8Array, name: string): ReturnType<typeof decodeModel> {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new BlockzooError(`${name}: ${messageOf(cause)}`, { cause });
  }
}

function floatsOf(raw: Uint8Array, type: TensorProto_DataType): Float32Array | undefined {
  const { buffer } = raw.slice();
  if (type === TensorProto_DataType.FLOAT) return raw.length % 4 === 0 ? new Float32Array(buffer) : undefined;
  if (type === TensorProto_DataType.FLOAT16)
    return raw.length % 2 === 0 ? widenFloat16(new Uint16Array(buffer)) : undefined;
  return undefined;
}
