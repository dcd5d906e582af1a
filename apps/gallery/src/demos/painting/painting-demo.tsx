import { transfer } from "comlink";
import { useEffect, useRef, useState } from "preact/hooks";
import { download } from "../../download.js";
import { FileButton } from "../../design/file-button.js";
import { Picture } from "../../pictures/picture.js";
import { pngOf } from "../../pictures/png-of.js";
import type { DemoProps } from "../demo.js";
import { useNewest } from "../../use-newest.js";
import { useCamera } from "./use-camera.js";

/** Longer sides that a photograph may be painted in, in pixels. */
const sides = [256, 512, 768, 1024] as const;

/** A network paints a photograph, or what the camera sees, in the manner of a painting. */
export function PaintingDemo({ network, meaning, laboratory, isOpen }: DemoProps<{ readonly style: string }>) {
  const [longest, setLongest] = useState<number>(512);
  const [photograph, setPhotograph] = useState<File>();
  const painted = useNewest<ImageData>();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video, (frame, side) => laboratory.painter.paint(network, transfer(frame, [frame]), side));
  const open = (file: File | undefined) => {
    if (file === undefined) return;
    camera.stop();
    setPhotograph(file);
  };
  const film = () => {
    setPhotograph(undefined);
    void camera.start();
  };
  // Another network or size paints the same photograph, and so does another runtime once it is open.
  useEffect(() => {
    if (photograph === undefined || !isOpen) return;
    painted.ask(() => laboratory.painter.paint(network, photograph, longest));
  }, [photograph, network.weights, longest, isOpen]);

  const shown = photograph === undefined ? camera.frame?.image : painted.answer;
  const rate = camera.isOn ? camera.frame?.rate : undefined;
  const problem = photograph === undefined ? camera.problem : painted.problem;
  return (
    <section class="wide" aria-labelledby="paint-title">
      <h2 id="paint-title">Paint a photograph</h2>
      <p>
        A network that has looked at one painting for long, {meaning.style}, paints what it is given in that manner, in
        one pass. What the camera sees does not leave this machine.
      </p>
      <p class="choices">
        <label>
          up to{" "}
          <select
            value={longest}
            disabled={camera.isOn}
            onChange={(event) => setLongest(Number(event.currentTarget.value))}
          >
            {sides.map((side) => (
              <option key={side} value={side}>
                {side}
              </option>
            ))}
          </select>{" "}
          pixels wide or high
        </label>
      </p>
      <p class="choices">
        {camera.isOn ? (
          <button type="button" onClick={camera.stop}>
            Stop the camera
          </button>
        ) : (
          <button type="button" disabled={!isOpen} onClick={film}>
            Use the camera
          </button>
        )}
        <FileButton accept="image/*" disabled={!isOpen} onFile={open}>
          Open a photograph
        </FileButton>
      </p>
      {problem !== "" && <p class="error">{problem}</p>}
      <div class="pair">
        <figure
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            if (isOpen) open(event.dataTransfer?.files[0]);
          }}
        >
          <video
            ref={video}
            class="picture"
            hidden={!camera.isOn}
            muted
            playsInline
            aria-label="what the camera sees"
          />
          {photograph !== undefined && <Photograph file={photograph} />}
          {photograph === undefined && !camera.isOn && <p class="drop muted">Drop a photograph here</p>}
        </figure>
        <figure aria-busy={painted.isWorking}>
          {shown !== undefined && <Picture image={shown} label="what is painted" testId="painted" />}
          <figcaption class="muted" data-testid="rate" data-rate={rate ?? ""}>
            {shown !== undefined && (
              <button
                type="button"
                onClick={() => void pngOf(shown).then((png) => download(`${network.weights}.png`, png))}
              >
                Download PNG
              </button>
            )}
            {painted.isWorking ? "painting …" : shown !== undefined && `${shown.width} × ${shown.height} pixels`}
            {rate !== undefined && `, ${rate.toFixed(1)} frames a second`}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}

function Photograph({ file }: { readonly file: File }) {
  const [address, setAddress] = useState("");
  useEffect(() => {
    const own = URL.createObjectURL(file);
    setAddress(own);
    return () => URL.revokeObjectURL(own);
  }, [file]);
  return <img class="picture" src={address} alt={file.name} />;
}
