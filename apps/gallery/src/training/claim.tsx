import { passes } from "@blockzoo/family";
import type { LaneState } from "../laboratory/training/lane.js";
import type { RecipeFacts } from "../laboratory/training/recipe-facts.js";
import { gateText } from "./gate-text.js";

interface ClaimProps {
  readonly facts: RecipeFacts;
  readonly main: LaneState;
  /** Whether something was changed by hand on the way. */
  readonly isAdjusted: boolean;
}

/** What the recipe claims, and at the end whether it holds. */
export function Claim({ facts, main, isAdjusted }: ClaimProps) {
  const { claim, gate, data, parameters } = facts;
  const { metrics } = main;
  return (
    <div class="claim">
      <p class="lead">{claim}</p>
      <p class="small muted">
        {[
          ...(data === undefined ? [] : [data]),
          `${parameters.toLocaleString("en-US")} parameters`,
          `it holds with ${gateText(gate)}`,
        ].join(" · ")}
      </p>
      {metrics !== undefined && (
        <p class={passes(gate, metrics) ? "verdict reached" : "verdict"} data-testid="verdict">
          {verdict(passes(gate, metrics), isAdjusted)}{" "}
          <span class="muted numbers-aligned">
            {Object.entries(metrics)
              .map(([name, value]) => `${name} ${value.toPrecision(3)}`)
              .join(", ")}
          </span>
        </p>
      )}
    </div>
  );
}

function verdict(isReached: boolean, isAdjusted: boolean): string {
  if (isAdjusted) return "You changed the run by hand, so that it does not judge the claim.";
  return isReached ? "The claim holds." : "The claim was missed.";
}
