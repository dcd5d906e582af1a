import { turnOf, type Board } from "../game.js";

/** What the network takes: 18 marks, the squares of the player whose turn it is and those of the other. */
export function encode(board: Board): number[] {
  const own = turnOf(board);
  const other = own === "X" ? "O" : "X";
  return [own, other].flatMap((player) => [...board].map((square) => Number(square === player)));
}
