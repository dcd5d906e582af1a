import type { Box, DiagramNode } from "@blockzoo/inspect";
import type { DiagramItem } from "./items.js";

interface PartProps {
  readonly item: DiagramItem;
  readonly box: Box;
  readonly isSelected: boolean;
  /** Whether the tab key leads to it. */
  readonly isReachable: boolean;
  readonly onSelect: () => void;
  /** Opens or closes it, where that can be. */
  readonly onToggle?: () => void;
}

/** Room for the sign that says whether a block is open. */
const sign = 9;

/** A block, a function, an input or an output. */
export function DiagramNodeBox({ node, box, item, onToggle, ...state }: PartProps & { readonly node: DiagramNode }) {
  const { kind, isBlock, label, detail, repeat } = node;
  const { width, height } = box;
  const isEnd = kind === "input" || kind === "output";
  const rect = { width, height, rx: isEnd ? height / 2 : 8, x: -width / 2, y: -height / 2 };
  const middle = repeat > 1 ? -15 : 0;
  return (
    <g
      {...treeItem(item, state)}
      class={`node ${kind} ${isBlock ? "block" : "function"}`}
      transform={`translate(${box.x} ${box.y})`}
      onDblClick={item.state === "closed" ? onToggle : undefined}
    >
      {repeat > 1 && <rect class="behind" {...rect} x={rect.x + 4} y={rect.y + 4} />}
      <rect class="box" {...rect} />
      <text class="name" x={middle} y={detail === "" ? 4 : -3}>
        {label}
      </text>{" "}
      {detail !== "" && (
        <text x={middle} y={14}>
          {detail}
        </text>
      )}{" "}
      {repeat > 1 && (
        <text class="repeat" x={width / 2 - 10} y={4}>
          ×{repeat}
        </text>
      )}
      {item.state === "closed" && onToggle !== undefined && (
        <Sign x={-width / 2} y={-height / 2} text="+" onToggle={onToggle} />
      )}
    </g>
  );
}

/** The frame of an open block, or of what repeats. */
export function DiagramFrame({ box, item, text, onToggle, ...state }: PartProps & { readonly text: string }) {
  const { width, height } = box;
  const canClose = item.state === "open" && onToggle !== undefined;
  return (
    <g {...treeItem(item, state)} class="frame" transform={`translate(${box.x - width / 2} ${box.y - height / 2})`}>
      <rect class="box" width={width} height={height} rx={10} />
      <text class="frame-text" x={canClose ? 14 : 9} y={16}>
        {text}
      </text>
      {canClose && <Sign x={0} y={0} text="−" onToggle={onToggle} />}
    </g>
  );
}

interface SignProps {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly onToggle: () => void;
}

/** A mouse opens and closes blocks by this; the keyboard by arrows. */
function Sign({ x, y, text, onToggle }: SignProps) {
  return (
    <g
      class="sign"
      transform={`translate(${x} ${y})`}
      aria-hidden="true"
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <circle class="reach" r={sign + 5} />
      <circle r={sign} />
      <text y={4}>{text}</text>
    </g>
  );
}

/** What it is called is what is written on it. */
function treeItem(item: DiagramItem, state: Pick<PartProps, "isSelected" | "isReachable" | "onSelect">) {
  return {
    role: "treeitem",
    // Written small: SVG knows no other spelling.
    tabindex: state.isReachable ? 0 : -1,
    "aria-level": item.level,
    "aria-selected": state.isSelected,
    ...(item.state !== "whole" && { "aria-expanded": item.state === "open" }),
    "data-key": item.key,
    "data-path": item.paths[0],
    onClick: (event: MouseEvent) => {
      event.stopPropagation();
      state.onSelect();
    },
  } as const;
}
