import { check, ndarray } from "@blockzoo/core";
import type { Disposable, TaskParts } from "@blockzoo/family";
import { softmax } from "@blockzoo/tasks/classes";
import { freeSquares, isOver, type Board } from "../game.js";
import { encode } from "./encode.js";

/** What weights say: what the squares are called, row by row. */
export interface Squares {
  readonly squares: readonly string[];
}

/** A move, and how sure the network is of it among those that are allowed. */
export interface Move {
  readonly square: string;
  readonly index: number;
  readonly probability: number;
}

/** Plays for whose turn it is. */
export interface Player extends Disposable {
  /**
   * The best move in a position.
   *
   * @param board nine squares row by row: `X`, `O`, or `.` where it is free
   * @throws BlockzooError where that is no position, or nothing is left to decide
   * @example await player.move("X.O.X....") // { square: "c3", ... }
   */
  move(board: Board): Promise<Move>;
}

export function player({
  networks: { forward },
  meaning: { squares },
  dispose,
}: TaskParts<Squares, "forward">): Player {
  return {
    async move(board) {
      check(
        /^[XO.]{9}$/.test(board),
        () => `"${board}" is no position: expected nine of X, O and ., such as X.O.X....`,
      );
      const [crosses, noughts] = [board.split("X").length, board.split("O").length];
      check(
        crosses === noughts || crosses === noughts + 1,
        () => `"${board}" is no position: X begins, and both move in turn`,
      );
      check(!isOver(board), () => `"${board}": the game is over`);
      const scores = await forward.run([ndarray(encode(board))]);
      const free = freeSquares(board);
      const probabilities = softmax(free.map((index) => scores.data[index]!));
      const best = probabilities.indexOf(Math.max(...probabilities));
      return { square: squares[free[best]!]!, index: free[best]!, probability: probabilities[best]! };
    },
    dispose,
  };
}
