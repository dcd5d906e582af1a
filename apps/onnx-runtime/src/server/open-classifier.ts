import { readFile } from "node:fs/promises";
import { Classifier, loadClassifier } from "#digits/classify.js";

export interface OpenClassifier {
  readonly classifier: Classifier;
  /** The package that computes. */
  readonly runtime: string;
}

/** On onnxruntime-node, which is faster, where it is installed for this machine, else as exported, on onnxruntime-web. */
export async function openClassifier(): Promise<OpenClassifier> {
  const native = await import("onnxruntime-node").catch(() => undefined);
  if (native === undefined) return { classifier: await loadClassifier(), runtime: "onnxruntime-web" };
  const folder = new URL("../digits/", import.meta.url);
  const session = await native.InferenceSession.create(await readFile(new URL("model.onnx", folder)));
  const labels = JSON.parse(await readFile(new URL("labels.json", folder), "utf8")) as readonly string[];
  return { classifier: new Classifier(session, labels), runtime: "onnxruntime-node" };
}
