/** How long what computes in steps may keep the event loop to itself. */
const milliseconds = 50;

/**
 * A function to await between steps: runtimes compute on the calling thread, so without a pause no signal, timer or
 * message would be handled before the end.
 */
export function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < milliseconds) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
