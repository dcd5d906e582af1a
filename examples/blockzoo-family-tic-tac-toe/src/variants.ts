import { float32 } from "@blockzoo/core";
import { forward, type Variant } from "@blockzoo/family";
import { playing } from "./playing/index.js";
import { TicTacToe } from "./tic-tac-toe.js";

export const variants = {
  "tic-tac-toe": {
    summary: "18-128-128-9: a position to scores of moves",
    create: () => new TicTacToe(),
    task: playing(),
    graphs: forward({ position: float32("N", 18) }, "moves"),
    params: 18 * 128 + 128 + 128 * 128 + 128 + 128 * 9 + 9,
  },
} as const satisfies Readonly<Record<string, Variant>>;
