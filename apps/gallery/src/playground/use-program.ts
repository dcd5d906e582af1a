import { messageOf } from "@blockzoo/core";
import { useEffect, useRef, useState } from "preact/hooks";
import { hrefOf, replaceAddress, type Address } from "../frame/address.js";
import { decodeProgram, encodeProgram } from "./program/link.js";
import { examples, firstExample, isExample } from "./program/open-example.js";
import { withText, type Program } from "./program/program.js";
import { variantProgram } from "./program/variant-program.js";

export interface OpenProgram {
  readonly program: Program | undefined;
  /** Another number for another program, whose files begin anew. */
  readonly edition: number;
  /** Why the one that the address names cannot be opened. */
  readonly problem: string;
  write(file: string, text: string): void;
  open(program: Program): void;
}

/** So long after the last change the address holds the program, in milliseconds. */
const delay = 800;

/**
 * The program of the address: `?example=spirals`, `?variant=resnet20-mini`, or `?code=...`, into which an address turns once the
 * program was changed. So a reload, a bookmark and a copied address keep what was written.
 */
export function useProgram({ page, query }: Address): OpenProgram {
  const [opened, setOpened] = useState<{ readonly program?: Program; readonly edition: number }>({ edition: 0 });
  const [problem, setProblem] = useState("");
  /** The address that the program shown is known by. */
  const own = useRef<string>(undefined);
  const asked = page === "playground" ? query.toString() : undefined;

  const open = (program: Program) => setOpened(({ edition }) => ({ program, edition: edition + 1 }));
  useEffect(() => {
    if (asked === undefined || asked === own.current) return;
    own.current = asked;
    setProblem("");
    programOf(new URLSearchParams(asked)).then(open, (error: unknown) => setProblem(messageOf(error)));
  }, [asked]);

  const changed = useRef(false);
  useEffect(() => {
    if (!changed.current || opened.program === undefined) return;
    const { program } = opened;
    const keep = async () => {
      const code = await encodeProgram(program);
      own.current = new URLSearchParams({ code }).toString();
      if (location.hash.startsWith(hrefOf("playground"))) replaceAddress(hrefOf("playground", [], { code }));
    };
    const timer = setTimeout(() => void keep(), delay);
    return () => clearTimeout(timer);
  }, [opened]);
  return {
    ...opened,
    program: opened.program,
    problem,
    write(file, text) {
      changed.current = true;
      setOpened(({ program, edition }) => ({ program: withText(program!, file, text), edition }));
    },
    open(program) {
      changed.current = true;
      open(program);
    },
  };
}

async function programOf(query: URLSearchParams): Promise<Program> {
  const [code, variant, example] = ["code", "variant", "example"].map((name) => query.get(name));
  if (code) return decodeProgram(code);
  if (variant) return variantProgram(variant);
  return examples[isExample(example ?? null) ? (example as keyof typeof examples) : firstExample].open();
}
