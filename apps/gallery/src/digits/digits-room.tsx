import { useEffect } from "preact/hooks";
import type { RoomProps } from "../props.js";
import { DigitPanel } from "./digit-panel.js";
import { TrainingPanel } from "./training/training-panel.js";
import { useTraining } from "./training/use-training.js";

/** LeNet-5 reads drawn digits, and is trained. */
export function DigitsRoom({ laboratory, runtime, isOpen }: RoomProps) {
  const training = useTraining(laboratory);
  useEffect(() => {
    if (isOpen) void training.restore();
  }, [runtime, isOpen]);
  return (
    <>
      <DigitPanel laboratory={laboratory} isOpen={isOpen} runtime={runtime} hasOwn={training.canBeUsed} />
      <TrainingPanel training={training} isOpen={isOpen} />
    </>
  );
}
