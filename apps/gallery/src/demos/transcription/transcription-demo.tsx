import { useRef, useState } from "preact/hooks";
import type { SoundSource } from "@blockzoo/data/audio";
import { posteriorsSvg } from "@blockzoo/inspect";
import type { Heard } from "../../laboratory/demos/transcriber.js";
import { FileButton } from "../../design/file-button.js";
import { Drawing } from "../../design/drawing.js";
import type { DemoProps } from "../demo.js";
import { record, type RunningRecording } from "./microphone.js";

type Phase = "ready" | "recording" | "listening";

/** A network writes down spoken digits, and shows at which moment it heard which. */
export function TranscriptionDemo({ network, laboratory, isOpen }: DemoProps) {
  const [phase, setPhase] = useState<Phase>("ready");
  const [heard, setHeard] = useState<Heard>();
  const [problem, setProblem] = useState("");
  const recording = useRef<RunningRecording | undefined>(undefined);

  /** Does something; what goes wrong is shown. */
  const attempt = async (work: () => Promise<Phase>) => {
    setProblem("");
    try {
      setPhase(await work());
    } catch (error) {
      setProblem((error as Error).message);
      setPhase("ready");
    }
  };
  const listen = async (sound: SoundSource): Promise<Phase> => {
    setPhase("listening");
    setHeard(undefined);
    setHeard(await laboratory.transcriber.transcribe(network, sound));
    return "ready";
  };
  const start = () =>
    attempt(async () => {
      recording.current = await record();
      return "recording";
    });
  const end = () => attempt(async () => listen(await recording.current!.end()));

  return (
    <>
      <section aria-labelledby="listen-title">
        <h2 id="listen-title">Say some digits</h2>
        <p>
          Two convolutions and a bidirectional LSTM read the sound and were never told when a digit is spoken, only
          which: connectionist temporal classification. They have learned English digits from six people, one after the
          other, as “four, seven, one”. What you say does not leave this machine.
        </p>
        <p class="row">
          {phase === "recording" ? (
            <button type="button" onClick={() => void end()}>
              Stop and read
            </button>
          ) : (
            <button
              type="button"
              class="primary"
              disabled={!isOpen || phase === "listening"}
              onClick={() => void start()}
            >
              Record
            </button>
          )}
          <FileButton
            accept="audio/wav,.wav"
            disabled={!isOpen || phase !== "ready"}
            onFile={(file) => void attempt(() => listen(file))}
          >
            Open a WAV file
          </FileButton>
        </p>
        {problem !== "" && <p class="error">{problem}</p>}
        <output class="heard" data-testid="heard" data-phase={phase}>
          {heard && (heard.text === "" ? "nothing was heard" : heard.text)}
        </output>
        {heard !== undefined && heard.beams.length > 1 && <OtherReadings heard={heard} />}
      </section>
      <section aria-label="when it was heard">{heard && <Posteriors heard={heard} />}</section>
    </>
  );
}

/** How many are shown. */
const most = 5;

/** What else it may have been, each with its share of all that the search has found. */
function OtherReadings({ heard: { beams } }: { readonly heard: Heard }) {
  return (
    <ol class="readings">
      {beams.slice(0, most).map(({ text, logProbability }) => (
        <li key={text}>
          <span>{text === "" ? "nothing" : text}</span> <span class="muted">{Math.exp(logProbability).toFixed(3)}</span>
        </li>
      ))}
    </ol>
  );
}

function Posteriors({ heard: { posteriors, tokens } }: { readonly heard: Heard }) {
  const drawing = posteriorsSvg(posteriors, { title: "What it heard, step by step", labels: tokens });
  return <Drawing svg={drawing} />;
}
