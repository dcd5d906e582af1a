// The types of dist/digits/classify.ts, which `blockzoo export --with-wrapper` writes when the app is built, so that it
// type-checks before.
import type { InferenceSession } from "onnxruntime-web";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

export interface Prediction {
  readonly label: string;
  readonly probability: number;
}

export class Classifier {
  readonly labels: readonly string[];
  constructor(session: InferenceSession, labels: readonly string[]);
  classify(image: Pixels, top?: number): Promise<Prediction[]>;
}

export function loadClassifier(): Promise<Classifier>;
