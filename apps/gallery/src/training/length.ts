/** As of the recipe lenet5.glyphs, whose gate is an accuracy of .90. */
export const totalSteps = 1200;
