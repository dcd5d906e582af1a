import { useEffect, useRef, useState } from "preact/hooks";
import { DrawingPad, type DrawingPadHandle } from "../../pictures/drawing-pad.js";
import { Picture } from "../../pictures/picture.js";
import type { DemoProps } from "../demo.js";
import { useNewest } from "../../use-newest.js";

type Code = readonly number[];

/** A network makes thirty numbers of a drawn digit, and a digit of thirty numbers. */
export function CodingDemo({ network, laboratory, isOpen }: DemoProps) {
  const pad = useRef<DrawingPadHandle>(null);
  const [code, setCode] = useState<Code>();
  const decoded = useNewest<ImageData>();

  const encode = () => {
    const drawing = pad.current?.image();
    if (drawing === undefined || !isOpen) return;
    decoded.ask(async () => {
      const found = await laboratory.coder.encode(network, drawing);
      setCode(found);
      return laboratory.coder.decode(network, found);
    });
  };
  const change = (changed: Code) => {
    setCode(changed);
    decoded.ask(() => laboratory.coder.decode(network, changed));
  };
  const clear = () => {
    pad.current?.clear();
    setCode(undefined);
  };
  // What was drawn before a runtime was open.
  useEffect(() => {
    if (code === undefined) encode();
  }, [isOpen]);

  return (
    <>
      <section aria-labelledby="codes-title">
        <h2 id="codes-title">Say a digit in thirty numbers</h2>
        <p>
          An autoencoder has learned to say a digit of 784 pixels in thirty numbers, and to draw it again from these
          alone. Draw one, then change its numbers: what lies between the digits that it knows?
        </p>
        <DrawingPad handle={pad} onStroke={encode} />
        <p>
          <button type="button" onClick={clear}>
            Clear
          </button>
        </p>
        {decoded.problem !== "" && <p class="error">{decoded.problem}</p>}
      </section>
      {code !== undefined && (
        <section aria-labelledby="decoded-title">
          <h2 id="decoded-title">Drawn from its numbers</h2>
          <div class="decoded">
            {decoded.answer && <Picture image={decoded.answer} label="the digit of these numbers" testId="decoded" />}
          </div>
          <Numbers code={code} onChange={change} />
        </section>
      )}
    </>
  );
}

interface NumbersProps {
  readonly code: Code;
  readonly onChange: (code: Code) => void;
}

/** Most numbers of a code are between this and its negative. */
const usual = 10;

function Numbers({ code, onChange }: NumbersProps) {
  const limit = Math.ceil(Math.max(usual, ...code.map(Math.abs)));
  return (
    <div class="numbers">
      {code.map((value, at) => (
        <input
          key={at}
          type="range"
          min={-limit}
          max={limit}
          step="any"
          value={value}
          aria-label={`number ${at + 1}`}
          onInput={(event) => onChange(code.with(at, Number(event.currentTarget.value)))}
        />
      ))}
    </div>
  );
}
