import type { Plane } from "../laboratory/training/plane.js";
import { SheetView } from "./sheet-view.js";

/** What a network says of all points of a plane, with the held-out points in the colours of what they are. */
export function PlaneView({ plane }: { readonly plane: Plane }) {
  const { sheet, points, x, y } = plane;
  const share = (value: number, [low, high]: readonly [number, number]) => (100 * (value - low)) / (high - low);
  return (
    <section class="look">
      <h3>What it says of the plane</h3>
      <div class="plane">
        <SheetView sheet={sheet} label="the class that the network sees at each place, the surer the stronger" />
        <svg viewBox="0 0 100 100" aria-hidden="true">
          {points.map((point, index) => (
            <circle
              key={index}
              cx={share(point.x, x)}
              cy={100 - share(point.y, y)}
              r="1.1"
              class={`class-${(point.label % 5) + 1}`}
            />
          ))}
        </svg>
      </div>
    </section>
  );
}
