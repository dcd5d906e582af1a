/** Nine squares, row by row from the upper left: `"X"`, `"O"`, or `"."` where it is free. X begins. */
export type Board = string;

export const squares = ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"];

/** Rows, columns, diagonals. */
const lines = [
  [0, 1, 2],
  [3, 4, 5],
  [6, 7, 8],
  [0, 3, 6],
  [1, 4, 7],
  [2, 5, 8],
  [0, 4, 8],
  [2, 4, 6],
] as const;

/** Whose turn it is: X where both have set as often. */
export function turnOf(board: Board): "X" | "O" {
  return board.split("X").length === board.split("O").length ? "X" : "O";
}

export function freeSquares(board: Board): number[] {
  return [...board].flatMap((square, index) => (square === "." ? [index] : []));
}

/** The board after a move of the player whose turn it is. */
export function afterMove(board: Board, square: number): Board {
  return board.slice(0, square) + turnOf(board) + board.slice(square + 1);
}

export function hasWon(board: Board, player: "X" | "O"): boolean {
  return lines.some((line) => line.every((square) => board[square] === player));
}

/** Whether there is nothing left to decide. */
export function isOver(board: Board): boolean {
  return !board.includes(".") || hasWon(board, "X") || hasWon(board, "O");
}

const values = new Map<Board, number>();

/** What perfect play comes to for the player whose turn it is: 1 a win, 0 a draw, -1 a loss. */
export function valueOf(board: Board): number {
  const known = values.get(board);
  if (known !== undefined) return known;
  // Who has won has just moved.
  const value = isOver(board)
    ? -Number(hasWon(board, "X") || hasWon(board, "O"))
    : Math.max(...freeSquares(board).map((square) => -valueOf(afterMove(board, square))));
  values.set(board, value);
  return value;
}

/** The moves after which perfect play comes to no less than before. */
export function bestMoves(board: Board): number[] {
  const value = valueOf(board);
  return freeSquares(board).filter((square) => -valueOf(afterMove(board, square)) === value);
}

/** All positions that play can reach and in which there is something to decide: 4,520. */
export function positions(): Board[] {
  const found = new Set<Board>(["........."]);
  for (const board of found) {
    for (const square of freeSquares(board)) {
      const next = afterMove(board, square);
      if (!isOver(next)) found.add(next);
    }
  }
  return [...found];
}
