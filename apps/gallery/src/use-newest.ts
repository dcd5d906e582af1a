import { useRef, useState } from "preact/hooks";

/** The answer to the last question that was answered. */
export interface Newest<Answer> {
  readonly answer: Answer | undefined;
  readonly isWorking: boolean;
  /** Why there is no answer. */
  readonly problem: string;
  ask(question: () => Promise<Answer>): void;
}

/**
 * Questions to the laboratory that come faster than their answers, as a slider asks: one is answered at a time, then the newest
 * of those that came meanwhile; the others are left out.
 */
export function useNewest<Answer>(): Newest<Answer> {
  const [answer, setAnswer] = useState<Answer>();
  const [isWorking, setIsWorking] = useState(false);
  const [problem, setProblem] = useState("");
  const next = useRef<(() => Promise<Answer>) | undefined>(undefined);
  const isBusy = useRef(false);

  const work = async () => {
    isBusy.current = true;
    setIsWorking(true);
    while (next.current !== undefined) {
      const question = next.current;
      next.current = undefined;
      setProblem("");
      try {
        const answered = await question();
        setAnswer(() => answered);
      } catch (error) {
        setAnswer(undefined);
        setProblem((error as Error).message);
      }
    }
    isBusy.current = false;
    setIsWorking(false);
  };
  return {
    answer,
    isWorking,
    problem,
    ask: (question) => {
      next.current = question;
      if (!isBusy.current) void work();
    },
  };
}
