import type { Remote } from "comlink";
import { Notice } from "../design/notice.js";
import { hrefOf } from "../frame/address.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { ClaimFacts } from "../laboratory/networks/claim-facts.js";
import { Measured, measuredResults } from "./measured.js";
import type { RecipeResults } from "./measured-results.js";
import { useAnswer } from "./use-answer.js";
import "./claims.css";

interface ClaimsProps {
  readonly family: string;
  readonly laboratory: Remote<Laboratory>;
}

/** What is claimed of a family's networks, against what was measured with the recipes that reproduce it. */
export function Claims({ family, laboratory }: ClaimsProps) {
  const claims = useAnswer(() => laboratory.networks.claims(family), [family]);
  const results = useAnswer(measuredResults, []);
  const problem = claims.problem || results.problem;
  if (problem !== "") return <Notice kind="problem">{problem}</Notice>;
  if (claims.answer === undefined || results.answer === undefined) return <p class="muted">One moment …</p>;
  if (claims.answer.length === 0) return <p>This family has no recipes yet.</p>;
  return (
    <>
      <p class="muted">
        A recipe must reach its gate on every one of three seeds, stay ahead of its baselines, and fail when it is
        broken on purpose. All numbers are of held-out data.
      </p>
      {claims.answer.map((claim) => (
        <Claim key={claim.id} claim={claim} results={results.answer!.get(claim.id)} />
      ))}
    </>
  );
}

function Claim({
  claim: { id, claim, runsHere },
  results,
}: {
  readonly claim: ClaimFacts;
  readonly results: RecipeResults | undefined;
}) {
  return (
    <article class="claim" aria-labelledby={`claim-${id}`}>
      <h2 id={`claim-${id}`}>{id}</h2>
      <p>{claim}</p>
      {results === undefined ? <p class="muted">Not measured yet.</p> : <Measured results={results} />}
      <p class="small muted">
        {runsHere && (
          <>
            <a href={hrefOf("training", [id])}>Train it here.</a>{" "}
          </>
        )}
        <code>npx blockzoo train {id}</code> runs it; <code>pnpm test:recipes --only {id}</code> measures all of this
        again.
      </p>
    </article>
  );
}
