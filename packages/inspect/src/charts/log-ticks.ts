/** Ticks of a logarithmic axis that leave room for their numbers: 1, 2 and 5 of each decade, or 1 alone where these are many. */
export function logTicks(scale: { ticks(): number[] }): number[] {
  const digit = (tick: number) => tick.toExponential(0)[0]!;
  const ticks = scale.ticks().filter((tick) => "125".includes(digit(tick)));
  return ticks.length > 9 ? ticks.filter((tick) => digit(tick) === "1") : ticks;
}
