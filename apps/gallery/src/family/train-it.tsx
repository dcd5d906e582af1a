import type { Remote } from "comlink";
import { useState } from "preact/hooks";
import { Field } from "../design/field.js";
import { Notice } from "../design/notice.js";
import type { RuntimeName } from "../frame/runtimes.js";
import type { Laboratory } from "../laboratory/laboratory.worker.js";
import type { ClaimFacts } from "../laboratory/networks/claim-facts.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import { TrainingView } from "../training/training-view.js";
import { Measured, measuredResults } from "./measured.js";
import { useAnswer } from "./use-answer.js";

interface TrainItProps {
  readonly network: NetworkName;
  readonly laboratory: Remote<Laboratory>;
  readonly runtime: RuntimeName;
  readonly isOpen: boolean;
}

/** A recipe of the family, trained in the page: that of the network which is looked at, where there is one. */
export function TrainIt({ network, laboratory, ...props }: TrainItProps) {
  const { answer: recipes, problem } = useAnswer(() => laboratory.networks.claims(network.family), [network.family]);
  const results = useAnswer(measuredResults, []);
  const [chosen, setChosen] = useState<string>();
  if (problem !== "") return <Notice kind="problem">{problem}</Notice>;
  if (recipes === undefined) return <p class="muted">One moment …</p>;
  const recipe = chosen ?? fittingRecipe(recipes, network);
  if (recipe === undefined) return <p>This family has no recipes yet.</p>;
  const measured = results.answer?.get(recipe);
  return (
    <>
      <div class="family-choices">
        <Field label="Recipe">
          <select value={recipe} onChange={(event) => setChosen(event.currentTarget.value)}>
            {recipes.map(({ id, runsHere }) => (
              <option key={id} value={id}>
                {id}
                {runsHere ? "" : " (reads data from a folder)"}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <TrainingView key={recipe} {...props} recipe={recipe} laboratory={laboratory} />
      {measured !== undefined && (
        <section class="measured-before" aria-labelledby="measured-title">
          <h2 id="measured-title">Measured before</h2>
          <p class="small muted">With this recipe, on three seeds.</p>
          <Measured results={measured} />
        </section>
      )}
    </>
  );
}

/** The recipe that made the weights, else one of the variant, else any; first those that a page can run. */
function fittingRecipe(recipes: readonly ClaimFacts[], { variant, weights }: NetworkName): string | undefined {
  const here = recipes.filter(({ runsHere }) => runsHere);
  const found =
    here.find(({ id }) => id === weights) ?? here.find((each) => each.variant === variant) ?? here[0] ?? recipes[0];
  return found?.id;
}
