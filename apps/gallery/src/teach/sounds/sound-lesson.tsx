import { useState } from "preact/hooks";
import { FileButton } from "../../design/file-button.js";
import { Notice } from "../../design/notice.js";
import type { PageProps } from "../../frame/page.js";
import { ClassList } from "../class-list.js";
import { LessonPanel } from "../lesson-panel.js";
import { useClasses } from "../use-classes.js";
import { useLesson } from "../use-lesson.js";
import { useMicrophone } from "./use-microphone.js";

/** Classes of words, or of other short sounds, by the microphone or by files. */
export function SoundLesson({ laboratory, isOpen }: Pick<PageProps, "laboratory" | "isOpen">) {
  const classes = useClasses("sounds", laboratory);
  const taught = useLesson("sounds", laboratory, classes.all);
  /** The class whose words are said; without one, the network is asked. */
  const [recording, setRecording] = useState<number>();
  const microphone = useMicrophone((word) => {
    if (recording !== undefined) void classes.addSample(recording, word);
    else if (taught.lesson !== undefined) void taught.ask(async () => word);
  });
  return (
    <div class="teaching">
      <section aria-labelledby="source-title" class="source">
        <h2 id="source-title">Say</h2>
        <div class="source-off muted">
          {microphone.isOn
            ? recording === undefined
              ? "Listening. Press Record at a class, and say its word again and again, with a pause between."
              : "Say the word again and again, with a pause between."
            : "The microphone is off. WAV files can be added, too."}
        </div>
        <p class="row">
          <button
            type="button"
            class={microphone.isOn ? "" : "primary"}
            disabled={!isOpen}
            onClick={() => (microphone.isOn ? microphone.stop() : void microphone.start())}
          >
            {microphone.isOn ? "Switch the microphone off" : "Switch the microphone on"}
          </button>
          {taught.lesson !== undefined && (
            <FileButton accept="audio/wav,.wav" onFile={(file) => void taught.ask(async () => file)}>
              Ask about a sound
            </FileButton>
          )}
        </p>
        {microphone.problem !== "" && <Notice kind="problem">{microphone.problem}</Notice>}
      </section>
      <ClassList kind="sounds" classes={classes} isOpen={isOpen}>
        {({ id }) => (
          <button
            type="button"
            aria-pressed={recording === id}
            disabled={!microphone.isOn || !isOpen}
            onClick={() => setRecording(recording === id ? undefined : id)}
          >
            {recording === id ? "Stop" : "Record"}
          </button>
        )}
      </ClassList>
      <LessonPanel classes={classes.all} taught={taught} isOpen={isOpen} isWaiting={classes.waiting > 0} />
    </div>
  );
}
