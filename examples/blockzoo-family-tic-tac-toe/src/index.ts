import { defineFamily } from "@blockzoo/family";
import { variants } from "./variants.js";
import { weights } from "./weights.js";

export { bestMoves, positions, squares, type Board } from "./game.js";
export { playing, type Move, type Player } from "./playing/index.js";
export { TicTacToe } from "./tic-tac-toe.js";

/** A player of noughts and crosses. */
export const ticTacToe = defineFamily({
  name: "tic-tac-toe",
  title: "Noughts and crosses",
  papers: [
    {
      authors: "D. Michie",
      title:
        "Experiments on the mechanization of game-learning. Part I. Characterization of the model and its parameters",
      year: 1963,
      venue: "The Computer Journal 6(3)",
      url: "https://doi.org/10.1093/comjnl/6.3.232",
    },
  ],
  variants,
  weights,
  recipes: () => import("blockzoo-family-tic-tac-toe/recipes"),
});
