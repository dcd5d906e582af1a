import { onnxruntime } from "@blockzoo/backend-onnxruntime";
import { describeFamily } from "@blockzoo/family-checks";
import { familyOptions } from "@blockzoo/family-checks/node";
import { bestMoves, positions, squares, ticTacToe, type Player } from "blockzoo-family-tic-tac-toe";
import { expect, expectTypeOf, test } from "vitest";

describeFamily(ticTacToe, {
  backends: { onnxruntime: () => onnxruntime() },
  ...familyOptions(new URL(".", import.meta.url)),
});

test("play can reach 4,520 positions with something to decide", () => {
  expect(positions()).toHaveLength(4520);
  expect(bestMoves("X.O.X....")).toEqual([8]);
});

test("a player takes a win, and stops one", async () => {
  const player = await ticTacToe.load("tic-tac-toe.perfect", { backend: await onnxruntime() });
  expectTypeOf(player).toEqualTypeOf<Player>();
  expect((await player.move("XX.OO....")).square).toBe("c1");
  expect(squares[bestMoves("X.O.X....")[0]!]).toBe((await player.move("X.O.X....")).square);
  await expect(player.move("XXXOO....")).rejects.toThrow("the game is over");
  player.dispose();
});
