import type { TaskCommand } from "@blockzoo/family";
import { percent } from "@blockzoo/tasks/answers";
import { afterMove, type Board } from "../game.js";
import type { Player, Squares } from "./player.js";

export const command: TaskCommand<Squares, Player> = {
  takes: "a position, nine of X, O and . row by row: X.O.X....",
  async answer({ input, use }) {
    const { square, index, probability } = await use.move(input);
    const board = afterMove(input, index);
    return {
      text: `${percent(probability)}  ${square}\n\n${drawn(board)}`,
      json: { move: square, probability, board },
      files: { ".txt": () => new TextEncoder().encode(`${drawn(board)}\n`) },
    };
  },
};

function drawn(board: Board): string {
  return [0, 3, 6].map((row) => [...board.slice(row, row + 3)].join(" ")).join("\n");
}
