import { useEffect, useRef, useState } from "preact/hooks";
import type { ImageClasses } from "@blockzoo/tasks/image-classification";
import { Field } from "../../design/field.js";
import type { GivenPicture, MarkedPicture } from "../../laboratory/demos/picture-reader.js";
import type { DemoProps } from "../demo.js";
import { MarkedView } from "../marked-picture.js";
import { PictureInput } from "../picture-input.js";

/** A network says where in a picture each of its classes is. */
export function HeatMapDemo({ network, meaning, laboratory, isOpen }: DemoProps<ImageClasses>) {
  const [marked, setMarked] = useState<MarkedPicture>();
  const [label, setLabel] = useState(meaning.labels[0]!);
  const picture = useRef<Exclude<GivenPicture, ImageBitmap> | undefined>(undefined);
  const look = async (given: GivenPicture) => {
    picture.current = given instanceof ImageBitmap ? undefined : given;
    setMarked(await laboratory.pictures.heatMap(network, given, label));
  };
  // Another class is looked for in the same picture; a camera sends the next one anyway.
  useEffect(() => {
    if (picture.current !== undefined && isOpen) void look(picture.current);
  }, [label]);
  return (
    <>
      <section aria-labelledby="heat-title">
        <h2 id="heat-title">Show it a picture</h2>
        <p>A network that reads digits, slid over a larger picture in one pass, says where each of them is.</p>
        <PictureInput
          key={network.weights}
          isOpen={isOpen}
          example={(seed) => laboratory.pictures.example(network, seed)}
          onPicture={look}
        />
      </section>
      <MarkedView title="Where it is" marked={marked}>
        <Field label="Look for">
          <select value={label} onChange={(event) => setLabel(event.currentTarget.value)}>
            {meaning.labels.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </Field>
      </MarkedView>
    </>
  );
}
