import { useEffect, useState } from "preact/hooks";
import { mainFile, type Program } from "./program/program.js";
import type { LookState } from "./use-look.js";

interface ShownFile {
  readonly file: string;
  readonly show: (file: string) => void;
}

/** The file in the editor: at first the one with the network's class, once that is known, unless another was chosen before. */
export function useShownFile(program: Program | undefined, edition: number, { look, isCurrent }: LookState): ShownFile {
  const [shown, setShown] = useState({ edition, file: mainFile });
  const isChosen = shown.edition === edition;
  useEffect(() => {
    if (isChosen || program === undefined || look === undefined || !isCurrent) return;
    setShown({ edition, file: fileWithClass(program, look.name) });
  }, [isChosen, program, look, isCurrent]);
  const file = isChosen && shown.file in (program?.files ?? {}) ? shown.file : mainFile;
  return { file, show: (chosen) => setShown({ edition, file: chosen }) };
}

function fileWithClass({ files }: Program, name: string): string {
  return Object.keys(files).find((file) => files[file]!.includes(`class ${name} `)) ?? mainFile;
}
