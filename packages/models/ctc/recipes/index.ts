import type { Lesson, LessonOptions, Recipe } from "@blockzoo/family";
import type { SpeechLabels } from "../src/transcription/index.js";
import { ctcDigits } from "./digits.js";
import { ctcTones } from "./tones.js";

/** What reproduces the claims of this family; those on real data need a data folder. */
export const recipes: readonly Recipe[] = [ctcTones, ctcDigits];

/** What a user's own recordings teach a network that transcribes; it reads files, which a page that trains by recipes cannot. */
export async function lesson(path: string, options: LessonOptions): Promise<Lesson<SpeechLabels>> {
  return (await import("./lesson.js")).lesson(path, options);
}
