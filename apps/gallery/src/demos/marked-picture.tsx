import type { ComponentChildren } from "preact";
import { Drawing } from "../design/drawing.js";
import type { MarkedPicture } from "../laboratory/demos/picture-reader.js";

interface MarkedViewProps {
  readonly title: string;
  readonly marked: MarkedPicture | undefined;
  /** What may be changed of it. */
  readonly children?: ComponentChildren;
}

/** A picture with what a network found laid over it. */
export function MarkedView({ title, marked, children }: MarkedViewProps) {
  return (
    <section aria-labelledby="marked-title">
      <h2 id="marked-title">{title}</h2>
      {children}
      {marked !== undefined && (
        <>
          <Drawing svg={marked.svg} />
          <p class="visually-hidden" aria-live="polite" data-testid="found">
            {marked.found.length === 0 ? "nothing was found" : marked.found.join(", ")}
          </p>
        </>
      )}
    </section>
  );
}
