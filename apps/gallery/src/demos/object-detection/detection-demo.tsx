import { useEffect, useRef, useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import type { GivenPicture, MarkedPicture } from "../../laboratory/demos/picture-reader.js";
import type { DemoProps } from "../demo.js";
import { MarkedView } from "../marked-picture.js";
import { PictureInput } from "../picture-input.js";

/** A network says what is in a picture, and draws a box around it. */
export function DetectionDemo({ network, laboratory, isOpen }: DemoProps) {
  const [marked, setMarked] = useState<MarkedPicture>();
  const [threshold, setThreshold] = useState(0.5);
  const picture = useRef<Exclude<GivenPicture, ImageBitmap> | undefined>(undefined);
  const look = async (given: GivenPicture) => {
    picture.current = given instanceof ImageBitmap ? undefined : given;
    setMarked(await laboratory.pictures.detect(network, given, threshold));
  };
  useEffect(() => {
    if (picture.current !== undefined && isOpen) void look(picture.current);
  }, [threshold]);
  return (
    <>
      <section aria-labelledby="detect-title">
        <h2 id="detect-title">Show it a picture</h2>
        <p>It has learned circles, squares and triangles, in pictures with one of them, and draws a box around it.</p>
        <PictureInput
          key={network.weights}
          isOpen={isOpen}
          example={(seed) => laboratory.pictures.example(network, seed)}
          onPicture={look}
        />
      </section>
      <MarkedView title="What is where" marked={marked}>
        <Field label="Sure enough from" value={threshold.toFixed(2)}>
          <input
            type="range"
            min={0.05}
            max={0.95}
            step={0.05}
            value={threshold}
            onInput={(event) => setThreshold(Number(event.currentTarget.value))}
          />
        </Field>
      </MarkedView>
    </>
  );
}
