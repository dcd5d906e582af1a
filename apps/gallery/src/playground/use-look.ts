import { messageOf } from "@blockzoo/core";
import type { Remote } from "comlink";
import { useEffect, useState } from "preact/hooks";
import type { CompiledFiles } from "./compiler/compile.js";
import type { Compiler } from "./compiler/compiler.worker.js";
import type { Problem } from "./program/problem.js";
import type { Program } from "./program/program.js";
import type { Look, OpenBlocks } from "./sandbox/messages.js";
import { ProgramError, runInSandbox } from "./sandbox/run-in-sandbox.js";

/** What is known of a program, while it is written. */
export interface LookState {
  /** The network when it last could be looked at. */
  readonly look: Look | undefined;
  /** Whether that is the network of the program as it is now. */
  readonly isCurrent: boolean;
  readonly problems: readonly Problem[];
  readonly isLooking: boolean;
  /** What the program has written to its console. */
  readonly said: readonly string[];
  /** What runs, where the program can be read. */
  readonly files: CompiledFiles | undefined;
}

interface LookedAt {
  readonly program: Program | undefined;
  readonly open: OpenBlocks;
}

/** So long a pause in typing is one, in milliseconds. */
const pause = 300;

/** Looks at a program whenever there is a pause in typing: its types, and its network, in a sandbox. */
export function useLook({ program, open }: LookedAt, compiler: Remote<Compiler>): LookState {
  const [state, setState] = useState<State>(nothing);
  useEffect(() => {
    if (program === undefined) return;
    const stop = new AbortController();
    const change: Looking["change"] = (changed) => {
      if (!stop.signal.aborted) setState((current) => ({ ...current, ...changed(current) }));
    };
    change(() => ({ isLooking: true }));
    // Nobody types yet in what was just opened.
    const wait = state.of === undefined ? 0 : pause;
    const timer = setTimeout(() => void lookAt(program, { open, compiler, signal: stop.signal, change }), wait);
    return () => {
      clearTimeout(timer);
      stop.abort(new Error("the program has changed"));
    };
  }, [program, open]);
  return { ...state, isCurrent: program !== undefined && state.of === program };
}

interface State extends Omit<LookState, "isCurrent"> {
  /** The program that the look is of. */
  readonly of: Program | undefined;
}

const nothing: State = {
  look: undefined,
  of: undefined,
  problems: [],
  isLooking: false,
  said: [],
  files: undefined,
};

interface Looking {
  readonly open: OpenBlocks;
  readonly compiler: Remote<Compiler>;
  readonly signal: AbortSignal;
  readonly change: (changed: (state: State) => Partial<State>) => void;
}

async function lookAt(program: Program, { open, compiler, signal, change }: Looking): Promise<void> {
  const compiled = await compiler.compile(program);
  if (signal.aborted) return;
  if ("problems" in compiled) {
    change(() => ({ problems: compiled.problems, isLooking: false, files: undefined }));
    return;
  }
  const { files } = compiled;
  let found: readonly Problem[] = [];
  const add = (problems: readonly Problem[]) => {
    found = [...found, ...problems];
    const shown = found;
    // None so far is not yet none at all.
    if (problems.length > 0) change(() => ({ problems: shown }));
  };
  change(() => ({ files, said: [] }));
  const looked = runInSandbox(
    { kind: "look", files, open },
    {
      signal,
      onReport(report) {
        if (report.kind === "looked") change(() => ({ look: report.look, of: program }));
        if (report.kind === "said") change(({ said }) => ({ said: [...said, report.text] }));
      },
    },
  ).catch((error: unknown) => add([problemOf(error)]));
  const checked = compiler.check(program).then(add, (error: unknown) => add([problemOf(error)]));
  await Promise.all([looked, checked]);
  change(() => ({ problems: found, isLooking: false }));
}

/** What a program threw, at its place. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ProgramError)) return { place: undefined, message: messageOf(error) };
  const { message, file, line } = error.failure;
  return { place: file === undefined ? undefined : { file, line: line ?? 1, column: 1 }, message };
}
