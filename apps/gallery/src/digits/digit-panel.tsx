import { useEffect, useRef, useState } from "preact/hooks";
import type { Prediction } from "@blockzoo/tasks/image-classification";
import type { Reader } from "../laboratory/digits.js";
import type { RoomProps } from "../props.js";
import { DrawingPad, type DrawingPadHandle } from "../pictures/drawing-pad.js";

interface DigitPanelProps extends RoomProps {
  /** Whether a network was trained in this page. */
  readonly hasOwn: boolean;
}

/** Draw a digit, or open a picture of one, and see what a network reads. */
export function DigitPanel({ laboratory, isOpen, runtime, hasOwn }: DigitPanelProps) {
  const pad = useRef<DrawingPadHandle>(null);
  const [reader, setReader] = useState<Reader>("mnist");
  const [predictions, setPredictions] = useState<readonly Prediction[]>([]);
  const [problem, setProblem] = useState("");
  /** The picture that was opened, as long as nothing is drawn over it. */
  const picture = useRef<File | undefined>(undefined);
  const used: Reader = hasOwn ? reader : "mnist";

  const read = async () => {
    const image = picture.current ?? pad.current?.image();
    setProblem("");
    if (image === undefined || !isOpen) return setPredictions([]);
    try {
      setPredictions(await laboratory.digits.classify(image, used));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const open = async (file: File | undefined) => {
    if (file === undefined) return;
    picture.current = file;
    setPredictions([]);
    try {
      pad.current?.show(await createImageBitmap(file));
    } catch {
      return setProblem(`${file.name} is no picture that this browser can show`);
    }
    await read();
  };
  const clear = () => {
    picture.current = undefined;
    pad.current?.clear();
    setPredictions([]);
    setProblem("");
  };
  // Another runtime or another network reads the same drawing.
  useEffect(() => void read(), [isOpen, runtime, used]);

  return (
    <section aria-labelledby="draw-title">
      <h2 id="draw-title">Draw a digit</h2>
      <div class="drawing">
        <DrawingPad
          handle={pad}
          onStroke={() => {
            picture.current = undefined;
            void read();
          }}
        />
        <Probabilities predictions={predictions} />
      </div>
      <p>
        <button type="button" onClick={clear}>
          Clear
        </button>
        <label class="file">
          or open a picture{" "}
          <input
            type="file"
            accept="image/png,image/jpeg"
            onChange={(event) => void open(event.currentTarget.files?.[0])}
          />
        </label>
      </p>
      <p>
        <label>
          read by{" "}
          <select value={used} onChange={(event) => setReader(event.currentTarget.value as Reader)}>
            <option value="mnist">LeNet-5 trained on MNIST, from the package</option>
            <option value="own" disabled={!hasOwn}>
              the LeNet-5 trained in this page
            </option>
          </select>
        </label>
      </p>
      {problem !== "" && <p class="error">{problem}</p>}
    </section>
  );
}

function Probabilities({ predictions }: { readonly predictions: readonly Prediction[] }) {
  const byLabel = new Map(predictions.map(({ label, probability }) => [label, probability]));
  const [best] = predictions;
  return (
    <ol class="probabilities" data-testid="predictions" data-best={best?.label ?? ""}>
      {Array.from({ length: 10 }, (_, digit) => String(digit)).map((label) => {
        const probability = byLabel.get(label) ?? 0;
        return (
          <li key={label} class={label === best?.label ? "best" : ""}>
            <span>{label}</span>
            <meter value={probability} max={1} aria-label={`probability of ${label}`} />
            <span class="number">{byLabel.size === 0 ? "" : probability.toFixed(3)}</span>
          </li>
        );
      })}
    </ol>
  );
}
