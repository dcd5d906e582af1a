import type { Gate } from "@blockzoo/family";

/** `accuracy of at least 0.9` */
export function gateText({ metric, atLeast, atMost, and }: Gate): string {
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ];
  const own = `${metric} of ${bounds.join(" and ")}`;
  return and === undefined ? own : `${own}, ${gateText(and)}`;
}
