/** When the screen shows something new, in milliseconds: not at all while the page is hidden. */
export function nextRefresh(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
