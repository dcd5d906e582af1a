/** A network as pages name it. */
export interface NetworkName {
  readonly family: string;
  readonly variant: string;
  /** The tag of its weights, packaged or given by the user; without, it is as it is before training. */
  readonly weights?: string;
}

/** The same for the same network. */
export function keyOf({ family, variant, weights = "" }: NetworkName): string {
  return `${family}/${variant}/${weights}`;
}
