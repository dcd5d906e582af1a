import { useEffect, useRef, useState } from "preact/hooks";

/** Something that its user is asked for before it may be used. */
export interface Device {
  readonly isOn: boolean;
  readonly problem: string;
  start(): Promise<void>;
  stop(): void;
}

interface DeviceOptions {
  /** What it is called, and what one does without it: `"camera"`, `"add pictures as files"`. */
  readonly name: string;
  readonly instead: string;
  /** Opens it, until the signal. */
  readonly open: (signal: AbortSignal) => Promise<void>;
}

/** A device as long as it is wanted: it is switched off with another page. */
export function useDevice({ name, instead, open }: DeviceOptions): Device {
  const [isOn, setIsOn] = useState(false);
  const [problem, setProblem] = useState("");
  const using = useRef<AbortController | undefined>(undefined);
  const stop = () => {
    using.current?.abort();
    setIsOn(false);
  };
  useEffect(() => {
    addEventListener("hashchange", stop);
    return () => {
      removeEventListener("hashchange", stop);
      stop();
    };
  }, []);
  return {
    isOn,
    problem,
    stop,
    start: async () => {
      const { signal } = (using.current = new AbortController());
      setProblem("");
      try {
        await open(signal);
        if (!signal.aborted) setIsOn(true);
      } catch (error) {
        if (signal.aborted) return;
        stop();
        setProblem(whyNot(error as DOMException, { name, instead }));
      }
    },
  };
}

function whyNot(error: DOMException, { name, instead }: Pick<DeviceOptions, "name" | "instead">): string {
  if (error.name === "NotAllowedError") {
    return `The ${name} may not be used: allow it in the browser, beside the address.`;
  }
  return error.name === "NotFoundError"
    ? `There is no ${name}: ${instead}.`
    : `The ${name} does not start: ${error.message}`;
}
