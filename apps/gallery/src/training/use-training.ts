import { proxy, type Remote } from "comlink";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { Look } from "../laboratory/training/looks.js";
import type { RaceNews } from "../laboratory/training/news.js";
import type { RaceState } from "../laboratory/training/race.js";
import type { RecipeFacts } from "../laboratory/training/recipe-facts.js";
import { Curves } from "./curves.js";

/** A training in the laboratory, as the page sees it. */
export interface Training {
  /** Undefined until they are fetched. */
  readonly facts: RecipeFacts | undefined;
  readonly state: RaceState | undefined;
  readonly curves: Curves;
  /** How often the curves have grown: they are one object all the time. */
  readonly changes: number;
  readonly look: Look | undefined;
  /** What could not be done. */
  readonly problem: string;
  /** Does something in the laboratory; what goes wrong is shown. */
  attempt(work: () => Promise<void>): Promise<void>;
}

export function useTraining(laboratory: Remote<Laboratory>, recipe: string): Training {
  const watcher = useId();
  const curves = useRef(new Curves());
  const [facts, setFacts] = useState<RecipeFacts>();
  const [state, setState] = useState<RaceState>();
  const [changes, setChanges] = useState(0);
  const [look, setLook] = useState<Look>();
  const [problem, setProblem] = useState("");

  const attempt = async (work: () => Promise<void>) => {
    setProblem("");
    try {
      await work();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  useEffect(() => {
    let isShown = true;
    curves.current = new Curves();
    setFacts(undefined);
    setState(undefined);
    setLook(undefined);
    const hear = (news: RaceNews) => {
      if (!isShown) return;
      curves.current.add(news);
      setState(news.state);
      setChanges((count) => count + 1);
      if (news.look !== undefined) setLook(news.look ?? undefined);
    };
    void attempt(async () => {
      const known = await laboratory.training.facts(recipe);
      if (!isShown) return;
      setFacts(known);
      await laboratory.training.watch(recipe, watcher, proxy(hear));
    });
    return () => {
      isShown = false;
      void laboratory.training.unwatch(recipe, watcher);
    };
  }, [recipe]);
  return { facts, state, curves: curves.current, changes, look, problem, attempt };
}
