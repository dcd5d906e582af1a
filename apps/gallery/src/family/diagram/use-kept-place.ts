import type { Layout } from "@blockzoo/inspect";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** A block stays under the pointer, and has the focus, when it opens or closes and everything around it moves. */
export function useKeptPlace(view: RefObject<HTMLElement | null>, diagram: Layout): (path: string) => void {
  const kept = useRef<{ readonly path: string; readonly left: number; readonly top: number } | undefined>(undefined);
  const find = (path: string) =>
    view.current!.querySelector<SVGElement>(`[data-path="${CSS.escape(path)}"]:not(.function)`);
  useLayoutEffect(() => {
    const before = kept.current;
    kept.current = undefined;
    const item = before && find(before.path);
    if (!item) return;
    const { left, top } = item.getBoundingClientRect();
    view.current!.scrollBy(left - before.left, top - before.top);
    item.focus({ preventScroll: true });
  }, [diagram]);
  return (path) => {
    const place = find(path)?.getBoundingClientRect();
    if (place !== undefined) kept.current = { path, left: place.left, top: place.top };
  };
}
