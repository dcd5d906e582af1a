import { useEffect, useState } from "preact/hooks";

/** What the laboratory says, as long as it is asked the same. */
export interface Answered<Answer> {
  /** Until there is another, the last one. */
  readonly answer: Answer | undefined;
  readonly isWorking: boolean;
  /** Why there is none. */
  readonly problem: string;
}

/** Asks when something changes that the question depends on; a question that is undefined waits. */
export function useAnswer<Answer>(
  question: (() => Promise<Answer>) | undefined,
  changes: readonly unknown[],
): Answered<Answer> {
  const [state, setState] = useState<Answered<Answer>>({ answer: undefined, isWorking: true, problem: "" });
  useEffect(() => {
    if (question === undefined) return;
    let isWanted = true;
    setState(({ answer }) => ({ answer, isWorking: true, problem: "" }));
    question().then(
      (answer) => isWanted && setState({ answer, isWorking: false, problem: "" }),
      (error: unknown) =>
        isWanted && setState({ answer: undefined, isWorking: false, problem: (error as Error).message }),
    );
    return () => void (isWanted = false);
  }, [...changes, question === undefined]);
  return state;
}
