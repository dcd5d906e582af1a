import type { PageProps } from "../frame/page.js";
import { hrefOf } from "../frame/address.js";
import { RecipeList } from "./recipe-list.js";
import { TrainingView } from "./training-view.js";

/** `#/training`: all recipes; `#/training/lenet5.glyphs`: one of them, which is trained. */
export function TrainingPage({ address, laboratory, runtime, isOpen }: PageProps) {
  const [recipe] = address.parts;
  if (recipe === undefined) return <RecipeList laboratory={laboratory} />;
  return (
    <>
      <p class="small">
        <a href={hrefOf("training")}>All recipes</a>
      </p>
      <h1>{recipe}</h1>
      <TrainingView key={recipe} recipe={recipe} laboratory={laboratory} runtime={runtime} isOpen={isOpen} />
    </>
  );
}
