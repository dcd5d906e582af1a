import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Slider } from "../../design/slider.js";
import { download } from "../../download.js";
import { pngOf } from "../../pictures/png-of.js";
import type { DemoProps } from "../demo.js";
import { useNewest } from "../../use-newest.js";

/** Of a sample, in pixels. */
const sides = [128, 256, 512] as const;

/** The slider goes through as many. */
const seeds = 100;

interface Sample {
  readonly seed: number;
  readonly image: ImageData;
}

/** Networks make gravel, and paint, out of noise. */
export function TextureDemo({ network, meaning, laboratory, isOpen }: DemoProps<{ readonly texture: string }>) {
  const [side, setSide] = useState<number>(256);
  const [seed, setSeed] = useState(0);
  const sample = useNewest<Sample>();
  const make = () => sample.ask(async () => ({ seed, image: await laboratory.textures.make(network, { side, seed }) }));
  useEffect(() => {
    // The first is made when it is asked for: until then no weights are fetched.
    if (isOpen && sample.answer !== undefined) make();
  }, [network.weights, side, seed, isOpen]);

  return (
    <section class="wide" aria-labelledby="texture-title">
      <h2 id="texture-title">Make a texture</h2>
      <p>
        A network that has looked at one picture, {meaning.texture}, makes more of the same out of noise, and something
        else out of other noise. Its convolutions go around the edges, so that what it makes can be laid side by side
        without a seam.
      </p>
      <p class="choices">
        <label>
          in{" "}
          <select value={side} onChange={(event) => setSide(Number(event.currentTarget.value))}>
            {sides.map((each) => (
              <option key={each} value={each}>
                {each} × {each}
              </option>
            ))}
          </select>{" "}
          pixels
        </label>
      </p>
      <div class="columns">
        <Slider label="Noise" value={seed} least={0} most={seeds - 1} onChange={setSeed} />
      </div>
      <p class="row">
        <button type="button" class="primary" disabled={!isOpen} onClick={make}>
          Make
        </button>
        <button
          type="button"
          disabled={sample.answer === undefined}
          onClick={() => void pngOf(sample.answer!.image).then((png) => download(`${network.weights}.png`, png))}
        >
          Download PNG
        </button>
      </p>
      {sample.problem !== "" && <p class="error">{sample.problem}</p>}
      <figure aria-busy={sample.isWorking} data-seed={sample.answer?.seed}>
        {sample.answer !== undefined && <Wall tile={sample.answer.image} />}
      </figure>
    </section>
  );
}

/** As much of the wall as there can be room for, in pixels. */
const wall = { width: 1280, height: 512 };

/** A sample, laid side by side. */
function Wall({ tile }: { readonly tile: ImageData }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const stone = new OffscreenCanvas(tile.width, tile.height);
    stone.getContext("2d")!.putImageData(tile, 0, 0);
    const context = canvas.current!.getContext("2d")!;
    context.fillStyle = context.createPattern(stone, "repeat")!;
    context.fillRect(0, 0, wall.width, wall.height);
  }, [tile]);
  return (
    <canvas ref={canvas} class="wall" {...wall} role="img" aria-label="samples side by side" data-testid="texture" />
  );
}
