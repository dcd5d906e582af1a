import { proxy } from "comlink";
import { useState } from "preact/hooks";
import type { Dream } from "../../laboratory/demos/dreamer.js";
import { nextRefresh } from "../../next-refresh.js";
import { Picture } from "../../pictures/picture.js";
import type { DemoProps } from "../demo.js";

/** What is known of what is dreamt. */
interface Classes {
  readonly labels?: readonly string[];
}

/** A network that has seen digits dreams of one. */
export function DreamDemo({ network, meaning: { labels = [] }, laboratory, isOpen }: DemoProps<Classes>) {
  const [label, setLabel] = useState(labels[3] ?? labels[0]);
  const [seed, setSeed] = useState(0);
  const [dream, setDream] = useState<Dream>();
  const [isDreaming, setIsDreaming] = useState(false);
  const [problem, setProblem] = useState("");

  /** As fast as the screen can show it. */
  const show = async (now: Dream) => {
    setDream(now);
    await nextRefresh();
  };
  const start = async () => {
    setProblem("");
    setDream(undefined);
    setIsDreaming(true);
    try {
      await laboratory.dreamer.dream(network, { ...(label !== undefined && { label }), seed }, proxy(show));
      // The same again would be the same dream.
      setSeed(seed + 1);
    } catch (error) {
      setProblem((error as Error).message);
    }
    setIsDreaming(false);
  };
  return (
    <>
      <section aria-labelledby="dream-title">
        <h2 id="dream-title">Dream of a digit</h2>
        <p>
          A deep belief network has learned which digits there are, and draws them out of noise: its memory is told the
          class, and goes from state to state until what it sees is likely. Each picture is where one chain is now, as
          the probabilities of its pixels.
        </p>
        <p class="choices">
          <label>
            a dream of{" "}
            <select value={label} disabled={isDreaming} onChange={(event) => setLabel(event.currentTarget.value)}>
              {labels.map((digit) => (
                <option key={digit} value={digit}>
                  {digit}
                </option>
              ))}
            </select>
          </label>
          {isDreaming ? (
            <button type="button" onClick={() => void laboratory.dreamer.stop()}>
              Wake
            </button>
          ) : (
            <button type="button" class="primary" disabled={!isOpen} onClick={() => void start()}>
              Dream
            </button>
          )}
        </p>
        {problem !== "" && <p class="error">{problem}</p>}
      </section>
      <section aria-label="the dream" aria-busy={isDreaming}>
        {dream !== undefined && (
          <figure class="dream">
            <Picture image={dream.image} label={`a dream of ${label}`} testId="dream" />
            <figcaption class="muted" data-testid="dream-step" data-dreaming={isDreaming} data-step={dream.step}>
              after {dream.step} steps
            </figcaption>
          </figure>
        )}
      </section>
    </>
  );
}
