/** A place in a program; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something that is wrong in a program, or a thing to know of it. */
export interface Problem {
  /** Undefined where it is of the program as a whole. */
  readonly place: Place | undefined;
  /** How many characters of the line it is about; by default all up to its end. */
  readonly length?: number;
  readonly message: string;
}
