import type { Task } from "@blockzoo/family";
import { checkClasses, parseSpeechLabels, type SpeechLabels } from "./speech-labels.js";
import { transcriber, type Transcriber } from "./transcriber.js";

export type { SpeechLabels } from "./speech-labels.js";
export type { Reading, TranscribeOptions, Transcriber, Transcription } from "./transcriber.js";

/** Writes down what is said in a sound. */
export function transcription(): Task<SpeechLabels, Transcriber, "forward"> {
  return {
    name: "transcription",
    graphs: ["forward"],
    parseMeaning: parseSpeechLabels,
    checkMeaning: checkClasses,
    use: transcriber,
    drill: async () => (await import("@blockzoo/tasks/drills")).unalignedLabelsDrill,
    command: async () => (await import("./command.js")).command,
  };
}
