import type { ImageClasses, Prediction } from "@blockzoo/tasks/image-classification";
import { useEffect, useRef, useState } from "preact/hooks";
import { FileButton } from "../../design/file-button.js";
import { DrawingPad, type DrawingPadHandle } from "../../pictures/drawing-pad.js";
import type { DemoProps } from "../demo.js";
import { Probabilities } from "../probabilities.js";

/** Draw a character, or open a picture of one, and see what a network reads. */
export function DrawnDigits({ network, meaning, laboratory, runtime, isOpen }: DemoProps<ImageClasses>) {
  const pad = useRef<DrawingPadHandle>(null);
  const [predictions, setPredictions] = useState<readonly Prediction[]>([]);
  const [problem, setProblem] = useState("");
  const [hasExamples, setHasExamples] = useState(false);
  /** The picture that was opened, as long as nothing is drawn over it. */
  const picture = useRef<Blob | ImageData | undefined>(undefined);
  const seed = useRef(0);
  /** Counts what was drawn and opened. */
  const [edition, setEdition] = useState(0);
  const change = () => setEdition((before) => before + 1);

  const read = async () => {
    const image = picture.current ?? pad.current?.image();
    setProblem("");
    if (image === undefined || !isOpen) return setPredictions([]);
    try {
      setPredictions(await laboratory.pictures.classify(network, image, meaning.labels.length));
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const open = async (image: Blob | ImageData | undefined) => {
    if (image === undefined) return;
    picture.current = image;
    setPredictions([]);
    try {
      pad.current?.show(await createImageBitmap(image));
    } catch {
      return setProblem(`${image instanceof File ? image.name : "this"} is no picture that this browser can show`);
    }
    change();
  };
  const clear = () => {
    picture.current = undefined;
    pad.current?.clear();
    change();
  };
  // Another network, or a runtime that is open by now, reads the same drawing.
  useEffect(() => void read(), [edition, network.weights, isOpen, runtime]);
  useEffect(() => void laboratory.pictures.hasExamples(network).then(setHasExamples), [network.weights]);
  return (
    <>
      <section aria-labelledby="draw-title">
        <h2 id="draw-title">Draw a digit</h2>
        <DrawingPad
          handle={pad}
          onStroke={() => {
            picture.current = undefined;
            change();
          }}
        />
        <div class="row">
          <button type="button" onClick={clear}>
            Clear
          </button>
          {hasExamples && (
            <button type="button" onClick={() => void laboratory.pictures.example(network, seed.current++).then(open)}>
              An example
            </button>
          )}
          <FileButton accept="image/png,image/jpeg" onFile={(file) => void open(file)}>
            Open a picture
          </FileButton>
        </div>
        {problem !== "" && <p class="error">{problem}</p>}
      </section>
      <section aria-labelledby="read-title">
        <h2 id="read-title">What it reads</h2>
        <Probabilities predictions={predictions} labels={meaning.labels} />
      </section>
    </>
  );
}
