import type { Lesson, LessonOptions, Recipe } from "@blockzoo/family";
import type { SpeechLabels } from "../src/transcription/index.js";
import { ctcTones } from "./tones.js";

/** What reproduces the claims of this family. */
export const recipes: readonly Recipe[] = [ctcTones];

/** What a user's own recordings teach a network that transcribes; it reads files, which a page that trains by recipes cannot. */
export async function lesson(path: string, options: LessonOptions): Promise<Lesson<SpeechLabels>> {
  return (await import("./lesson.js")).lesson(path, options);
}
