import { ndarray, type NDArray, type StateDict } from "@blockzoo/core";
import { addScaled, along, dot, type Vector } from "./objective.js";

/** A step and how it changed the gradient: `s = x' - x`, `y = ∇f' - ∇f`, `ρ = 1 / y·s`. */
interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  readonly rho: number;
}

/** The last steps, which stand for the inverse of the Hessian: its product with a vector takes `4 m n` multiplications. */
export class CurvaturePairs {
  #pairs: Pair[] = [];

  /**
   * @param limit m, how many are kept
   * @param saved a state that {@link entries} are in
   */
  constructor(
    private readonly limit: number,
    saved: StateDict = new Map(),
  ) {
    for (let index = 0; saved.has(`s.${index}`); index++) {
      this.add(saved.get(`s.${index}`)!.data as Vector, saved.get(`y.${index}`)!.data as Vector);
    }
  }

  get size(): number {
    return this.#pairs.length;
  }

  /** Remembers a step, unless the curvature along it is not positive or lost in rounding: the Hessian that it would tell of has no minimum. */
  add(s: Vector, y: Vector): void {
    const curvature = dot(y, s);
    if (!(curvature > Number.EPSILON * dot(y, y))) return;
    this.#pairs.push({ s, y, rho: 1 / curvature });
    if (this.#pairs.length > this.limit) this.#pairs.shift();
  }

  clear(): void {
    this.#pairs = [];
  }

  /**
   * `-H g`, algorithm 7.4 (the two-loop recursion), with `H₀ = (s·y / y·y) I` of the last pair (equation 7.20).
   *
   * J. Nocedal, S. J. Wright, "Numerical Optimization", 2nd edition, 2006, section 7.2.
   */
  direction(gradient: Vector): Vector {
    const q = along(gradient, gradient, -2);
    const alphas = this.#pairs.map(() => 0);
    for (let index = this.#pairs.length - 1; index >= 0; index--) {
      const { s, y, rho } = this.#pairs[index]!;
      alphas[index] = rho * dot(s, q);
      addScaled(q, y, -alphas[index]!);
    }
    const last = this.#pairs.at(-1);
    const scale = last === undefined ? 1 : 1 / (last.rho * dot(last.y, last.y));
    for (let index = 0; index < q.length; index++) q[index]! *= scale;
    this.#pairs.forEach(({ s, y, rho }, index) => addScaled(q, s, alphas[index]! - rho * dot(y, q)));
    return q;
  }

  /** The pairs as arrays, oldest first: `s.0`, `y.0`, `s.1`, ... */
  entries(): [string, NDArray][] {
    return this.#pairs.flatMap(({ s, y }, index): [string, NDArray][] => [
      [`s.${index}`, ndarray(s)],
      [`y.${index}`, ndarray(y)],
    ]);
  }
}
