import { Notice } from "../design/notice.js";
import { goingOn } from "./kept-settings.js";

interface ProblemProps {
  readonly recipe: string;
  /** Empty where there is none. */
  readonly problem: string;
  /** The step from which the run can go on. */
  readonly keptStep: number;
}

/** What went wrong. A graphics device that was lost comes back in a page that is loaded again. */
export function Problem({ recipe, problem, keptStep }: ProblemProps) {
  if (problem === "") return null;
  if (!/(device|context) was lost/.test(problem)) return <Notice kind="problem">{problem}</Notice>;
  return (
    <Notice kind="problem">
      The graphics device was lost, as when its driver crashes. The run is kept up to step{" "}
      {keptStep.toLocaleString("en-US")}.{" "}
      <button
        type="button"
        onClick={() => {
          goingOn.mark(recipe);
          location.reload();
        }}
      >
        Load the page again and go on
      </button>{" "}
      <span class="small">Or choose another runtime above, and go on.</span>
    </Notice>
  );
}
