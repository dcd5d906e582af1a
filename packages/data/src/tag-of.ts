/** What a value is called: `Float32Array`, `HTMLCanvasElement`, `Array`, `Undefined`; in any window, worker or test. */
export function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice("[object ".length, -1);
}
