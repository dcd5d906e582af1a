import type { LaneState } from "../laboratory/training/lane.js";
import type { RecipeFacts } from "../laboratory/training/recipe-facts.js";

interface BesideProps {
  readonly facts: RecipeFacts;
  readonly lanes: readonly LaneState[];
  /** The names of those that are trained beside it. */
  readonly chosen: readonly string[];
  readonly colorOf: (lane: string) => number;
  readonly onChange: (names: readonly string[]) => void;
}

/** What is trained beside the recipe, to be compared with it. */
export function Beside({ facts, lanes, chosen, colorOf, onChange }: BesideProps) {
  const toggle = (name: string) =>
    onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name]);
  if (facts.beside.length === 0) return null;
  return (
    <fieldset class="beside">
      <legend>Beside it</legend>
      {facts.beside.map(({ name, claim }) => {
        const lane = lanes.find((each) => each.name === name);
        return (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
            <span class="beside-text">
              <span class="swatch" style={{ "--color": `var(--series-${colorOf(name)})` }} aria-hidden="true" />
              {titleOf(name)} {lane !== undefined && <span class="muted">{standing(lane)}</span>}
              <span class="small muted beside-claim">{claimOf(name, claim, facts)}</span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

export function titleOf(name: string): string {
  return name === "control" ? "Broken on purpose" : name;
}

/** A control that makes the recipe's own claim says what it is by failing. */
function claimOf(name: string, claim: string, facts: RecipeFacts): string {
  return name === "control" && claim === facts.claim ? "The same, broken so that it must fail." : claim;
}

function standing({ phase, step, problem }: LaneState): string {
  if (problem !== undefined) return problem;
  if (phase === "preparing") return "preparing …";
  if (phase === "finished") return "finished";
  return step === 0 ? "" : `step ${step.toLocaleString("en-US")}`;
}
