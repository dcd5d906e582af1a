import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** How large a drawing is shown in a window that scrolls. */
export interface Zoom {
  readonly scale: number;
  /** What one press of a button makes it larger. */
  readonly step: number;
  by(factor: number): void;
  /** As wide as the window. */
  fit(): void;
  /** {@link fit} for the first drawing. */
  fitOnce(): void;
  /** Whether a key was one of those that zoom. */
  press(event: KeyboardEvent): boolean;
}

const [smallest, largest] = [0.2, 3];
const step = 1.25;

/** Zooms by buttons, keys, and the wheel with Ctrl, as pinching a touchpad comes; a mouse drags the drawing. */
export function useZoom(view: RefObject<HTMLElement | null>, size: { readonly width: number }): Zoom {
  const [scale, setScale] = useState(1);
  const isFitted = useRef(false);
  /** A point of the drawing that stays where it is in the window. */
  const fixed = useRef<{ readonly x: number; readonly y: number; readonly before: number } | undefined>(undefined);

  const by = (factor: number, at?: { readonly x: number; readonly y: number }) =>
    setScale((before) => {
      const { clientWidth, clientHeight } = view.current!;
      fixed.current = { ...(at ?? { x: clientWidth / 2, y: clientHeight / 2 }), before };
      return Math.min(largest, Math.max(smallest, before * factor));
    });
  const fit = () => {
    const { clientWidth } = view.current!;
    if (clientWidth > 0) setScale(Math.min(1, Math.max(smallest, clientWidth / size.width)));
    return clientWidth > 0;
  };
  useLayoutEffect(() => {
    const [window, point] = [view.current!, fixed.current];
    fixed.current = undefined;
    if (point === undefined) return;
    const ratio = scale / point.before;
    window.scrollLeft = (window.scrollLeft + point.x) * ratio - point.x;
    window.scrollTop = (window.scrollTop + point.y) * ratio - point.y;
  }, [scale]);
  useEffect(() => {
    const window = view.current!;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = window.getBoundingClientRect();
      by(Math.exp(-event.deltaY / 200), { x: event.clientX - left, y: event.clientY - top });
    };
    window.addEventListener("wheel", wheel, { passive: false });
    const stopDragging = dragged(window);
    return () => {
      window.removeEventListener("wheel", wheel);
      stopDragging();
    };
  }, []);
  return {
    scale,
    step,
    by,
    fit,
    fitOnce: () => {
      if (!isFitted.current) isFitted.current = fit();
    },
    press: ({ key, ctrlKey, metaKey }) => {
      const act = { "+": () => by(step), "-": () => by(1 / step), "0": fit }[key];
      if (act === undefined || ctrlKey || metaKey) return false;
      act();
      return true;
    },
  };
}

/** A mouse that presses beside the items drags what it presses. */
function dragged(window: HTMLElement): () => void {
  const press = (event: PointerEvent) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    if ((event.target as Element).closest(".node, .sign") !== null) return;
    const [x, y] = [event.clientX + window.scrollLeft, event.clientY + window.scrollTop];
    const move = ({ clientX, clientY }: PointerEvent) => window.scrollTo(x - clientX, y - clientY);
    const end = () => {
      removeEventListener("pointermove", move);
      window.classList.remove("dragged");
    };
    window.classList.add("dragged");
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
  };
  window.addEventListener("pointerdown", press);
  return () => window.removeEventListener("pointerdown", press);
}
