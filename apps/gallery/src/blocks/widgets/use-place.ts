import { useState } from "preact/hooks";
import type { Place } from "./number-grid.js";

/** One of the places of an output, which one goes through in order. */
export interface ChosenPlace extends Place {
  /** Of all. */
  readonly index: number;
  choose(place: Place): void;
  /** Goes on to the next one, from the last to the first. */
  advance(): void;
}

/** @param first the index of the place to begin with */
export function usePlace(rows: number, columns: number, first = 0): ChosenPlace {
  const [chosen, setChosen] = useState(first);
  // The output may have become smaller.
  const count = Math.max(1, rows * columns);
  const index = chosen % count;
  return {
    index,
    row: Math.floor(index / columns),
    column: index % columns,
    choose: ({ row, column }) => setChosen(row * columns + column),
    advance: () => setChosen((index + 1) % count),
  };
}
