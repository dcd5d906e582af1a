export { learnLanguages, type LearnLanguagesOptions } from "./learn-languages.js";
export { translationLoss, translationScores, type Pairs } from "./teacher-forcing.js";
export {
  translationRecipe,
  type TranslationData,
  type TranslationRecipeOptions,
  type TranslationTraining,
  type TranslationVariant,
} from "./translation-recipe.js";
