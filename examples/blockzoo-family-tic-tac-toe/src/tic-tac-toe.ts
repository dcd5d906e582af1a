/**
 * A player of noughts and crosses.
 *
 * D. Michie, "Experiments on the mechanization of game-learning. Part I. Characterization of the model and its parameters",
 * The Computer Journal 6(3), 1963: MENACE, a box of beads for each position, and the colour of a bead is a move.
 *
 * Deviations: a network in the place of the boxes, so that what is learned of one position serves others; it is taught by
 * perfect play, and not by games that it wins and loses.
 */
import { Block, Linear, relu, type Tensor } from "@blockzoo/core";

/** Positions [N, 18], the squares of the player whose turn it is and those of the other, to scores of moves [N, 9]. */
export class TicTacToe extends Block {
  readonly fc1 = new Linear(18, 128);
  readonly fc2 = new Linear(128, 128);
  readonly moves = new Linear(128, 9);

  forward(position: Tensor): Tensor {
    return position.pipe(this.fc1, relu, this.fc2, relu, this.moves);
  }
}
