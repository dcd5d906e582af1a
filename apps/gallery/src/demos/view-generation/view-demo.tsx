import type { Views } from "@blockzoo/deconvnet";
import { useEffect, useState } from "preact/hooks";
import { Field } from "../../design/field.js";
import { Slider } from "../../design/slider.js";
import { Picture } from "../../pictures/picture.js";
import { useNewest } from "../../use-newest.js";
import type { DemoProps } from "../demo.js";

/** A network draws a thing from any side, or what lies between two things. */
export function ViewDemo({ network, meaning: { styles, angles }, laboratory, isOpen }: DemoProps<Views>) {
  const [from, setFrom] = useState(styles[0]!);
  const [to, setTo] = useState(styles[1] ?? styles[0]!);
  const [share, setShare] = useState(0);
  const [view, setView] = useState<Readonly<Record<string, number>>>({});
  const drawn = useNewest<ImageData>();
  useEffect(() => {
    const style = from === to ? from : { [from]: 1 - share, [to]: share };
    if (isOpen) drawn.ask(() => laboratory.views.draw(network, { style, view }));
  }, [network.weights, from, to, share, view, isOpen]);
  return (
    <>
      <section aria-labelledby="view-title">
        <h2 id="view-title">Say what to draw, and from where</h2>
        <p>The network was never told what lies between two of the things that it knows. What does it draw?</p>
        <div class="columns">
          <StyleField label="This" styles={styles} value={from} onChange={setFrom} />
          <StyleField label="or that" styles={styles} value={to} onChange={setTo} />
          <Slider label="how much of that" value={share} least={0} most={1} step={0.01} onChange={setShare} />
          {angles.map((angle) => (
            <Slider
              key={angle}
              label={`${angle}, in degrees`}
              value={view[angle] ?? 0}
              least={0}
              most={360}
              onChange={(degrees) => setView({ ...view, [angle]: degrees })}
            />
          ))}
        </div>
        {drawn.problem !== "" && <p class="error">{drawn.problem}</p>}
      </section>
      <section aria-label="what is drawn">
        <div class="decoded">
          {drawn.answer !== undefined && <Picture image={drawn.answer} label="what is drawn" testId="drawn" />}
        </div>
      </section>
    </>
  );
}

interface StyleFieldProps {
  readonly label: string;
  readonly styles: readonly string[];
  readonly value: string;
  readonly onChange: (style: string) => void;
}

function StyleField({ label, styles, value, onChange }: StyleFieldProps) {
  return (
    <Field label={label}>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {styles.map((style) => (
          <option key={style}>{style}</option>
        ))}
      </select>
    </Field>
  );
}
