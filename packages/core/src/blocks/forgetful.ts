const forgetful = new WeakSet<object>();

/** Marks a block whose inside is computed again for gradients, in the place of being remembered. */
export function markForgetful(block: object): void {
  forgetful.add(block);
}

export function isForgetful(block: object): boolean {
  return forgetful.has(block);
}
