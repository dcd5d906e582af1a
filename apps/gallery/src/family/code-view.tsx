import { classHighlighter, highlightCode } from "@lezer/highlight";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { parsed } from "./code/code-index.js";
import "./code-view.css";

interface CodeViewProps {
  /** TypeScript. */
  readonly code: string;
  /** Lines that light up, from 1; the first is brought into view. */
  readonly marked?: readonly number[];
  /** What it is, for those who hear it. */
  readonly label?: string;
}

/** Code to be read, highlighted. */
export function CodeView({ code, marked = [], label = "TypeScript" }: CodeViewProps) {
  const view = useRef<HTMLPreElement>(null);
  const lines = useMemo(() => linesOf(code), [code]);
  useLayoutEffect(() => {
    const pre = view.current!;
    const line = pre.querySelector<HTMLElement>(".line.marked");
    // In its own window alone: the page stays where it is.
    if (line !== null) pre.scrollTop = line.offsetTop - pre.clientHeight / 3;
    else pre.scrollTop = 0;
  }, [code, marked.join()]);
  return (
    <pre ref={view} class="code-view" tabIndex={0} role="region" aria-label={label}>
      <code>
        {lines.map((line, index) => (
          <span key={index} class={marked.includes(index + 1) ? "line marked" : "line"} data-line={index + 1}>
            {line.map(({ text, style }, at) =>
              style === "" ? (
                text
              ) : (
                <span key={at} class={style}>
                  {text}
                </span>
              ),
            )}
            {"\n"}
          </span>
        ))}
      </code>
    </pre>
  );
}

/** A piece of a line, and the classes that its colour follows from: `tok-keyword`. */
interface Piece {
  readonly text: string;
  readonly style: string;
}

function linesOf(code: string): readonly (readonly Piece[])[] {
  const lines: Piece[][] = [[]];
  highlightCode(
    code,
    parsed(code),
    classHighlighter,
    (text, style) => lines.at(-1)!.push({ text, style }),
    () => lines.push([]),
  );
  return lines;
}
