import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { Address } from "./address.js";

/** A new address is shown from its top; back and forward lead to where one was on the page. */
export function useScroll({ page, parts }: Address): void {
  const heights = useRef(new Map<number, number>());
  useEffect(() => {
    history.scrollRestoration = "manual";
    const remember = () => {
      const entry = entryOf(history.state);
      if (entry !== undefined) heights.current.set(entry, scrollY);
    };
    addEventListener("scroll", remember, { passive: true });
    return () => removeEventListener("scroll", remember);
  }, []);
  useLayoutEffect(() => {
    const known = entryOf(history.state);
    if (known === undefined) history.replaceState({ entry: ++lastEntry }, "");
    scrollTo(0, (known !== undefined && heights.current.get(known)) || 0);
  }, [page, ...parts]);
}

/** Entries of the history are numbered as they are made; those that another load of the page has made are above these. */
let lastEntry = Date.now();

function entryOf(state: unknown): number | undefined {
  return (state as { readonly entry?: number } | null)?.entry;
}
