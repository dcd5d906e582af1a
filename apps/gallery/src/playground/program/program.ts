/** What a person writes in the playground: TypeScript files by their names, one of which is run. */
export interface Program {
  readonly title: string;
  /** By name: `main.ts`, `parts/unit.ts`. Relative imports are between these. */
  readonly files: Readonly<Record<string, string>>;
}

/** The file that is run. Its network is what the page draws; its `train`, where it has one, is what the page runs. */
export const mainFile = "main.ts";

/** The same program with other text in one of its files. */
export function withText(program: Program, file: string, text: string): Program {
  return { ...program, files: { ...program.files, [file]: text } };
}
