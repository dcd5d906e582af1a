import { proxy } from "comlink";
import { useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import { Slider } from "../../design/slider.js";
import type { DemoProps } from "../demo.js";

/** A network that has read Shakespeare goes on with a text. */
export function WritingDemo({ network, laboratory, isOpen }: DemoProps) {
  const [prompt, setPrompt] = useState("ROMEO:\n");
  const [temperature, setTemperature] = useState(0.7);
  const [seed, setSeed] = useState(0);
  const [written, setWritten] = useState({ prompt: "", text: "" });
  const [isWriting, setIsWriting] = useState(false);
  const [problem, setProblem] = useState("");

  const write = async () => {
    setProblem("");
    setWritten({ prompt, text: "" });
    setIsWriting(true);
    try {
      const onPiece = proxy((piece: string) => setWritten(({ text }) => ({ prompt, text: text + piece })));
      await laboratory.writer.write(network, prompt, { temperature, seed }, onPiece);
      // The same again would be the same text.
      setSeed(seed + 1);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setIsWriting(false);
  };
  return (
    <>
      <section aria-labelledby="write-title">
        <h2 id="write-title">Go on with a text</h2>
        <p>
          Two LSTMs that have read a million characters of Shakespeare, one after the other, say which comes next. One
          of the probable ones is drawn, read, and so on: this text is nowhere but here.
        </p>
        <Field label="Begins with">
          <textarea rows={3} value={prompt} onInput={(event) => setPrompt(event.currentTarget.value)} />
        </Field>
        <Slider
          label="Temperature"
          value={temperature}
          said={temperature.toFixed(1)}
          least={0.1}
          most={1.5}
          step={0.1}
          onChange={setTemperature}
        />
        <p class="small muted">
          Low, it writes what is most probable, and repeats itself; high, it dares more, and errs more.
        </p>
        <p>
          {isWriting ? (
            <button type="button" onClick={() => void laboratory.writer.stop()}>
              Stop
            </button>
          ) : (
            <button type="button" class="primary" disabled={!isOpen} onClick={() => void write()}>
              Write
            </button>
          )}
        </p>
        {problem !== "" && <p class="error">{problem}</p>}
      </section>
      <section aria-label="what is written">
        <pre class="written" data-testid="written" data-writing={isWriting} aria-live="polite">
          <span class="muted">{written.prompt}</span>
          {written.text}
        </pre>
      </section>
    </>
  );
}
