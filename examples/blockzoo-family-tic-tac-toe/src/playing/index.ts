import { check, parseRecord, parseStrings } from "@blockzoo/core";
import type { Task } from "@blockzoo/family";
import { player, type Player, type Squares } from "./player.js";

export type { Move, Player, Squares } from "./player.js";

/** Plays a game on nine squares. */
export function playing(): Task<Squares, Player, "forward"> {
  return {
    name: "playing",
    graphs: ["forward"],
    parseMeaning(value, where) {
      const squares = parseStrings(parseRecord(value, where)["squares"], `${where}: squares`);
      check(squares.length === 9, () => `${where}: squares: expected nine names, found ${squares.length}`);
      return { squares };
    },
    use: player,
    drill: async () => (await import("@blockzoo/tasks/drills")).classesDrill,
    command: async () => (await import("./command.js")).command,
  };
}
