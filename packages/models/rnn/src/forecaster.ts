/**
 * A network that forecasts series.
 *
 * The LSTM on a window of a series: F. A. Gers, D. Eck, J. Schmidhuber, "Applying LSTM to time series predictable through
 * time-window approaches", ICANN 2001. All steps ahead said at once, "multi-input multi-output": G. Bontempi, S. Ben Taieb,
 * Y.-A. Le Borgne, "Machine learning strategies for time series forecasting", eBISS 2012. What is said relative to the last
 * step: A. Zeng, M. Chen, L. Zhang, Q. Xu, "Are transformers effective for time series forecasting?", AAAI 2023, NLinear:
 * what is learned then holds at levels that were never seen, as those of a series that grows.
 *
 * Notation: N windows x_1 ... x_L of L steps of F series, of which the next K steps are said; H units.
 *
 *     h = LSTM([x_t; x_t - x_L], t = 1 ... L),    x_(L+k) = x_L + W_k h + b_k,    k = 1 ... K
 *
 * Deviations: NLinear reads differences alone. Levels are read beside them, since they tell where in a cycle a series is.
 */
import { add, Block, concat, Linear, LSTM, reshape, slice, sub, transpose, type Tensor } from "@blockzoo/core";

export interface ForecasterOptions {
  /** F. */
  readonly series: number;
  /** K. */
  readonly horizon: number;
  /** H. Default 32. */
  readonly hidden?: number;
}

/**
 * Reads a window of series and says what comes next: [N, L, F] to [N, K, F].
 *
 * State: `lstm.weight_ih_l0` [4 H, 2 F] ..., `next.weight` [K F, H], `next.bias`.
 *
 * @example new Forecaster({ series: 1, horizon: 36 })
 */
export class Forecaster extends Block {
  readonly lstm: LSTM;
  readonly next: Linear;

  constructor(readonly options: ForecasterOptions) {
    super();
    const { series, horizon, hidden = 32 } = options;
    this.lstm = new LSTM(2 * series, hidden);
    this.next = new Linear(hidden, horizon * series);
  }

  forward(input: Tensor): Tensor {
    const { series, horizon } = this.options;
    const lastStep = slice(input, { starts: [-1], axes: [1] });
    const steps = concat([input, sub(input, lastStep)], 2);
    const { last } = this.lstm.forward(transpose(steps, [1, 0, 2]));
    const changes = reshape(this.next.forward(last), [input.shape[0]!, horizon, series]);
    return add(lastStep, changes);
  }
}
