import { Notice } from "../design/notice.js";
import { goingOn } from "./kept-settings.js";

/** What went wrong. A graphics device that was lost comes back in a page that is loaded again. */
export function Problem({ recipe, problem }: { readonly recipe: string; readonly problem: string }) {
  if (problem === "") return null;
  const isLost = /(device|context) was lost/.test(problem);
  return (
    <Notice kind="problem">
      <span>{problem}</span>
      {isLost && (
        <>
          <button
            type="button"
            onClick={() => {
              goingOn.mark(recipe);
              location.reload();
            }}
          >
            Load the page again and go on
          </button>
          <span class="small">Or choose another runtime above: the run is kept.</span>
        </>
      )}
    </Notice>
  );
}
