import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import type { DemoProps } from "../demo.js";
import { DrawnDigits } from "./drawn-digits.js";
import { GivenPictures } from "./given-pictures.js";

/** A network says what it sees: in what one draws where its classes are characters, else in pictures. */
export function ClassificationDemo(props: DemoProps<ImageClasses>) {
  const areCharacters = props.meaning.labels.every((label) => label.length === 1);
  return areCharacters ? <DrawnDigits {...props} /> : <GivenPictures {...props} />;
}
