/** A file of the built app. */
export interface BuiltFile {
  /** From the folder of the app: `"assets/hall-page-a1b2.js"`. */
  readonly path: string;
  /** Whether it is kept at once; others are when they are first used. */
  readonly isKept: boolean;
}
