import type { NDArray } from "@blockzoo/core";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** Runs an exported classifier as somebody would who has only the file and onnxruntime-node. */
export async function runOnnxFile(file: string, images: NDArray): Promise<Float32Array> {
  const session = await InferenceSession.create(file);
  const input = new Tensor("float32", images.data as Float32Array, images.shape);
  const { logits } = await session.run({ input });
  await session.release();
  return logits!.data as Float32Array;
}

export function largestDifference(a: Float32Array, b: NDArray): number {
  return a.reduce((largest, value, index) => Math.max(largest, Math.abs(value - b.data[index]!)), 0);
}
