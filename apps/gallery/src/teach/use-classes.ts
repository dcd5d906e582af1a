import type { Remote } from "comlink";
import { useRef, useState } from "preact/hooks";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import { mostSamples, type SampleKind, type TaughtClass } from "./sample.js";

/** The classes that are collected, and what is done about them. */
export interface Classes {
  readonly all: readonly TaughtClass[];
  /** Samples that are being looked at. */
  readonly waiting: number;
  readonly problem: string;
  /** Adds a class, and gives its id. */
  addClass(name?: string): number;
  rename(id: number, name: string): void;
  removeClass(id: number): void;
  /** Takes a sample into a class once the network has looked at it. */
  addSample(id: number, file: Blob): Promise<void>;
  removeSample(id: number, sample: number): void;
}

/** Two classes, which may become more. */
export function useClasses(kind: SampleKind, laboratory: Remote<Laboratory>): Classes {
  const lastId = useRef(2);
  const [all, setAll] = useState<readonly TaughtClass[]>([emptyClass(1), emptyClass(2)]);
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState("");
  const change = (id: number, changed: (one: TaughtClass) => TaughtClass) =>
    setAll((classes) => classes.map((one) => (one.id === id ? changed(one) : one)));
  return {
    all,
    waiting,
    problem,
    addClass: (name) => {
      const id = ++lastId.current;
      setAll((classes) => [...classes, { ...emptyClass(id), ...(name !== undefined && { name }) }]);
      return id;
    },
    rename: (id, name) => change(id, (one) => ({ ...one, name })),
    removeClass: (id) => setAll((classes) => classes.filter((one) => one.id !== id)),
    addSample: async (id, file) => {
      const sample = { id: ++lastId.current, file };
      setWaiting((count) => count + 1);
      setProblem("");
      try {
        await laboratory.teacher.take(kind, sample.id, file);
        change(id, (one) => (one.samples.length < mostSamples ? { ...one, samples: [...one.samples, sample] } : one));
      } catch (error) {
        setProblem((error as Error).message);
      } finally {
        setWaiting((count) => count - 1);
      }
    },
    removeSample: (id, sample) =>
      change(id, (one) => ({ ...one, samples: one.samples.filter((each) => each.id !== sample) })),
  };
}

function emptyClass(id: number): TaughtClass {
  return { id, name: `Class ${id}`, samples: [] };
}
