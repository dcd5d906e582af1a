import { useEffect } from "preact/hooks";
import type { DemoProps } from "../demos/demo.js";
import { TrainingPanel } from "./training/training-panel.js";
import { useTraining } from "./training/use-training.js";

/** LeNet-5 is trained. */
export function DigitsTraining({ laboratory, runtime, isOpen }: Pick<DemoProps, "laboratory" | "runtime" | "isOpen">) {
  const training = useTraining(laboratory);
  useEffect(() => {
    if (isOpen) void training.restore();
  }, [runtime, isOpen]);
  return <TrainingPanel training={training} isOpen={isOpen} />;
}
