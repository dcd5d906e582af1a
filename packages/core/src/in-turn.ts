const last = new WeakMap<object, Promise<unknown>>();

/** Runs tasks on the same object one after the other, in the order they were asked for; a failed one stops no other. */
export function inTurn<T>(object: object, task: () => Promise<T>): Promise<T> {
  const before = last.get(object) ?? Promise.resolve();
  const result = before.then(task, task);
  last.set(object, result);
  return result;
}
