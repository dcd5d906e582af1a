import { useEffect, useState } from "preact/hooks";
import { evaluate, type EvaluateOptions, type ValuesOf } from "@blockzoo/core";

/** What the reference makes of a function of tensors, anew when one of the values changes that it depends on. */
export function useEvaluated<Result>(
  run: () => Result,
  dependencies: readonly unknown[],
  options: EvaluateOptions = {},
): ValuesOf<Result> | undefined {
  const [values, setValues] = useState<ValuesOf<Result>>();
  useEffect(() => {
    let isWanted = true;
    void evaluate(run, options).then((found) => isWanted && setValues(() => found));
    return () => void (isWanted = false);
  }, dependencies);
  return values;
}
