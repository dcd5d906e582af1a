const frozen = new WeakSet<object>();

/** Marks a block: its parameters are left out of training and its batch normalisation uses its recorded statistics. */
export function markFrozen(block: object, value: boolean): void {
  if (value) frozen.add(block);
  else frozen.delete(block);
}

export function isFrozen(block: object): boolean {
  return frozen.has(block);
}
