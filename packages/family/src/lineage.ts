/** Where a family stands among the others. */
export interface Lineage {
  /** What was new in it, in a sentence. */
  readonly idea: string;
  /** The families that it came from; none where it is a beginning. */
  readonly ancestors: readonly Ancestor[];
}

/** A family that another came from. */
export interface Ancestor {
  /** Its name, such as `"lenet"`. */
  readonly family: string;
  /** What the younger one changed, in a sentence. */
  readonly change: string;
}
