import type { Remote } from "comlink";
import { useState } from "preact/hooks";
import { download } from "../download.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { Lesson } from "../laboratory/teaching/pupil.js";
import { fewestSamples, type SampleKind, type TaughtClass } from "./sample.js";

/** What was taught, and what the network says since. */
export interface TaughtLesson {
  readonly lesson: Lesson | undefined;
  readonly isTeaching: boolean;
  readonly problem: string;
  /** How probable each label of the lesson is in what was last looked at. */
  readonly probabilities: readonly number[] | undefined;
  teach(): Promise<void>;
  /** Asks about something new. */
  ask(file: () => Promise<Blob>): Promise<void>;
  takeAway(): Promise<void>;
}

export function useLesson(
  kind: SampleKind,
  laboratory: Remote<Laboratory>,
  classes: readonly TaughtClass[],
): TaughtLesson {
  const [taught, setTaught] = useState<{ readonly lesson: Lesson; readonly classes: readonly TaughtClass[] }>();
  const [isTeaching, setIsTeaching] = useState(false);
  const [problem, setProblem] = useState("");
  const [probabilities, setProbabilities] = useState<readonly number[]>();
  const attempt = async (work: () => Promise<void>) => {
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return {
    lesson: taught?.lesson,
    isTeaching,
    problem,
    probabilities,
    teach: async () => {
      setIsTeaching(true);
      await attempt(async () => {
        setTaught({ lesson: await laboratory.teacher.teach(kind, classes), classes });
        setProbabilities(undefined);
      });
      setIsTeaching(false);
    },
    ask: (file) => attempt(async () => setProbabilities(await laboratory.teacher.predict(kind, await file()))),
    takeAway: () =>
      attempt(async () => download("taught.zip", await laboratory.teacher.takeAway(kind, taught!.classes))),
  };
}

/** Why nothing can be taught yet; undefined where it can. */
export function whyNotYet(classes: readonly TaughtClass[]): string | undefined {
  if (classes.length < 2) return "It takes two classes or more to tell one from the other.";
  if (new Set(classes.map(({ name }) => name.trim())).size < classes.length) return "Two classes have one name.";
  const few = classes.find(({ samples }) => samples.length < fewestSamples);
  return few && `“${few.name}” has ${few.samples.length} of the ${fewestSamples} samples that it takes at least.`;
}
