import { edgePath, type Layout } from "@blockzoo/inspect";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { DiagramFrame, DiagramNodeBox } from "./diagram/parts.js";
import { inTreeOrder, type DiagramItem } from "./diagram/items.js";
import { useKeptPlace } from "./diagram/use-kept-place.js";
import { useZoom } from "./diagram/use-zoom.js";
import "./diagram-view.css";

interface DiagramViewProps {
  /** A diagram with places, as `layoutForScreen` of `@blockzoo/inspect` gives it. */
  readonly diagram: Layout;
  /** What the diagram is of, for those who hear it. */
  readonly label?: string;
  /** The item that is selected, by {@link DiagramItem.key}. */
  readonly selected?: string | undefined;
  readonly onSelect?: (item: DiagramItem) => void;
  /** Blocks shall be drawn open, or closed again. Without it, none can be. */
  readonly onOpen?: (paths: readonly string[], isOpen: boolean) => void;
}

/**
 * A network as a picture that one walks about in: it scrolls and zooms, and what it is made of is a tree for the keyboard. Up and Down go
 * from item to item, Right opens a block, Left closes it, Enter selects; + and - zoom, 0 fits the picture in.
 */
export function DiagramView({ diagram, label = "Diagram", selected, onSelect, onOpen }: DiagramViewProps) {
  const view = useRef<HTMLDivElement>(null);
  const items = useMemo(() => inTreeOrder(diagram), [diagram]);
  const zoom = useZoom(view, diagram);
  const keepPlace = useKeptPlace(view, diagram);
  const reachable = items.some(({ key }) => key === selected) ? selected : items[0]?.key;

  const open = (item: DiagramItem, isOpen: boolean) => {
    if (onOpen === undefined) return;
    keepPlace(item.paths[0]!);
    onOpen(item.paths, isOpen);
  };
  const press = (event: KeyboardEvent) => {
    if (zoom.press(event)) return event.preventDefault();
    const focused = (event.target as Element).closest("[role=treeitem]")?.getAttribute("data-key");
    const at = items.findIndex(({ key }) => key === focused);
    const item = items[at];
    if (item === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowDown: () => focusOn(items[at + 1]),
      ArrowUp: () => focusOn(items[at - 1]),
      ArrowRight: () => (item.state === "closed" ? open(item, true) : focusOn(items[at + 1])),
      ArrowLeft: () =>
        item.state === "open" ? open(item, false) : focusOn(items.find(({ id }) => id === item.parent)),
      Home: () => focusOn(items[0]),
      End: () => focusOn(items.at(-1)),
      Enter: () => onSelect?.(item),
      " ": () => onSelect?.(item),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  };
  const focusOn = (item: DiagramItem | undefined) => {
    if (item === undefined) return;
    view.current!.querySelector<SVGElement>(`[data-key="${CSS.escape(item.key)}"]`)?.focus();
  };
  useLayoutEffect(zoom.fitOnce, [diagram]);

  const { nodes, edges, clusters, width, height } = diagram;
  const partOf = (item: DiagramItem) => ({
    item,
    isSelected: item.key === selected,
    isReachable: item.key === reachable,
    onSelect: () => onSelect?.(item),
    ...(onOpen && { onToggle: () => open(item, item.state === "closed") }),
  });
  // Drawn as they are read, for who hears them: a frame, then what is in it.
  const frames = new Map(clusters.map((placed) => [placed.cluster.id, placed]));
  const boxes = new Map(nodes.map((placed) => [placed.node.id, placed]));
  return (
    <div class="diagram-view">
      <div class="diagram-window" ref={view} onKeyDown={press}>
        <svg
          role="tree"
          aria-label={label}
          viewBox={`0 0 ${width} ${height}`}
          style={{ width: `${width * zoom.scale}px`, height: `${height * zoom.scale}px` }}
        >
          <defs>
            <marker
              id="diagram-arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 .8L8 4L0 7.2z" />
            </marker>
          </defs>
          <g role="presentation" aria-hidden="true">
            {edges.map((placed, index) => (
              <path
                key={index}
                class={placed.edge.feedback ? "edge feedback" : "edge"}
                d={edgePath(placed)}
                marker-end="url(#diagram-arrow)"
              />
            ))}
          </g>
          {items.map((item) => {
            const frame = frames.get(item.id);
            if (frame !== undefined) {
              return <DiagramFrame key={item.id} box={frame.box} text={frame.text} {...partOf(item)} />;
            }
            const { node, box } = boxes.get(item.id)!;
            return <DiagramNodeBox key={item.id} node={node} box={box} {...partOf(item)} />;
          })}
          <g role="presentation" aria-hidden="true">
            {edges.map(({ text, label: at }, index) =>
              text === "" ? null : (
                <text key={index} class="edge-text" x={at.x} y={at.y + 4}>
                  {text}
                </text>
              ),
            )}
          </g>
        </svg>
      </div>
      <div class="diagram-tools row" role="group" aria-label="Zoom">
        <button type="button" aria-label="Smaller" onClick={() => zoom.by(1 / zoom.step)}>
          −
        </button>
        <output class="small muted numbers-aligned">{Math.round(zoom.scale * 100)} %</output>
        <button type="button" aria-label="Larger" onClick={() => zoom.by(zoom.step)}>
          +
        </button>
        <button type="button" onClick={zoom.fit}>
          Fit
        </button>
      </div>
    </div>
  );
}
