import { currentBuilder } from "../../graph/builder.js";
import { add } from "../../ops/elementwise.js";
import { scan, type ScanAttributes } from "../../ops/scan.js";
import { expand } from "../../ops/shape.js";
import type { Tensor } from "../../tensor.js";
import { inline } from "../inline.js";
import type { GradientContext, GradientRules } from "./rule.js";

export const scanRules = { scan: scanGradient } satisfies Partial<GradientRules>;

/**
 * The gradient of a scan is a scan the other way. The forward run saves nothing but the carry before every step; each
 * backward step recomputes the body from it and differentiates that. The cotangents of captured tensors are summed up in
 * the carry. Steps are ordinary ops, so bodies may hold scans and gradients, and the result can be differentiated again.
 * What need not be done in each step is taken out by passes: `shareBetweenLoops`, `sumBehindLoops`.
 */
function scanGradient(context: GradientContext<ScanAttributes>): (Tensor | undefined)[] {
  const { inputs, outputs, cotangents, needs, attributes, vectorJacobianProduct } = context;
  const { body, carries, sequences, histories, reverse } = attributes;
  const results = body.outputs.length - carries;
  const isFloat = (tensor: Tensor) => tensor.dtype === "float32";
  const indices = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

  const floatCarries = indices(0, carries).filter((index) => isFloat(inputs[index]!));
  const wantedSequences = indices(carries, sequences).filter((index) => needs[index]! && isFloat(inputs[index]!));
  const captureStart = carries + sequences;
  const wantedCaptures = indices(captureStart, inputs.length - captureStart).filter(
    (index) => needs[index]! && isFloat(inputs[index]!),
  );
  const givenResults = indices(carries, results).filter((index) => cotangents[index] !== undefined);
  const historyAt = (index: number) => carries + results + histories.indexOf(index);
  const givenHistories = floatCarries.filter((index) => cotangents[historyAt(index)] !== undefined);
  const zeros = (like: Tensor) => expand(0, like.shape);

  const { carry, outputs: stacked } = scan(
    (state, slices) => {
      const captured = inputs.slice(captureStart).map((tensor) => currentBuilder("scan gradient").adopt(tensor));
      const bodyInputs = [...slices.history, ...slices.sequences, ...captured];
      const bodyOutputs = inline(body, bodyInputs);
      const wanted = [...floatCarries, ...wantedSequences, ...wantedCaptures];
      const products = vectorJacobianProduct(
        [...floatCarries, ...givenResults].map((index) => bodyOutputs[index]!),
        [...state.carry, ...slices.results],
        wanted.map((index) => bodyInputs[index]!),
      );
      const nextCarry = floatCarries.map((index, at) => {
        const history = givenHistories.indexOf(index);
        return history < 0 ? products[at]! : add(products[at]!, slices.histories[history]!);
      });
      const rest = products.slice(floatCarries.length);
      return {
        carry: {
          carry: nextCarry,
          captures: state.captures.map((sum, at) => add(sum, rest[wantedSequences.length + at]!)),
        },
        output: rest.slice(0, wantedSequences.length),
      };
    },
    {
      initial: {
        carry: floatCarries.map((index) => cotangents[index] ?? zeros(inputs[index]!)),
        captures: wantedCaptures.map((index) => zeros(inputs[index]!)),
      },
      sequences: {
        history: indices(0, carries).map((index) => outputs[historyAt(index)]!),
        sequences: inputs.slice(carries, captureStart),
        results: givenResults.map((index) => cotangents[index]!),
        histories: givenHistories.map((index) => cotangents[historyAt(index)]!),
      },
      reverse: !reverse,
    },
  );

  const products = new Array<Tensor | undefined>(inputs.length).fill(undefined);
  floatCarries.forEach((index, at) => (products[index] = carry.carry[at]));
  wantedSequences.forEach((index, at) => (products[index] = stacked[at]));
  wantedCaptures.forEach((index, at) => (products[index] = carry.captures[at]));
  return products;
}
