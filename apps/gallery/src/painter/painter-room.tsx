import { transfer } from "comlink";
import { useEffect, useRef, useState } from "preact/hooks";
import { download } from "../download.js";
import { Picture } from "../pictures/picture.js";
import { pngOf } from "../pictures/png-of.js";
import type { RoomProps } from "../props.js";
import { useNewest } from "../use-newest.js";
import { stylistIds, stylists, type StylistId } from "./stylists.js";
import { useCamera } from "./use-camera.js";

/** Longer sides that a photograph may be painted in, in pixels. */
const sides = [256, 512, 768, 1024] as const;

/** A network paints a photograph, or what the camera sees, in the manner of a painting. */
export function PainterRoom({ laboratory, isOpen }: RoomProps) {
  const [stylist, setStylist] = useState<StylistId>(stylistIds[0]!);
  const [longest, setLongest] = useState<number>(512);
  const [photograph, setPhotograph] = useState<File>();
  const painted = useNewest<ImageData>();
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCamera(video, (frame, side) =>
    laboratory.painter.paint(transfer(frame, [frame]), { stylist, longest: side }),
  );
  const open = (file: File | undefined) => {
    if (file === undefined) return;
    camera.stop();
    setPhotograph(file);
  };
  const film = () => {
    setPhotograph(undefined);
    void camera.start();
  };
  // Another stylist or size paints the same photograph, and so does another runtime once it is open.
  useEffect(() => {
    if (photograph === undefined || !isOpen) return;
    painted.ask(() => laboratory.painter.paint(photograph, { stylist, longest }));
  }, [photograph, stylist, longest, isOpen]);

  const shown = photograph === undefined ? camera.frame?.image : painted.answer;
  const rate = camera.isOn ? camera.frame?.rate : undefined;
  const problem = photograph === undefined ? camera.problem : painted.problem;
  return (
    <section aria-labelledby="paint-title">
      <h2 id="paint-title">Paint a photograph</h2>
      <p>
        A network that has looked at one painting for long paints what it is given in that manner, in one pass. What the
        camera sees does not leave this machine.
      </p>
      <p class="choices">
        <label>
          in the manner of{" "}
          <select value={stylist} onChange={(event) => setStylist(event.currentTarget.value as StylistId)}>
            {stylistIds.map((id) => (
              <option key={id} value={id}>
                {stylists[id]}
              </option>
            ))}
          </select>
        </label>
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
          </select>
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
        <label>
          or open a photograph{" "}
          <input
            type="file"
            accept="image/*"
            disabled={!isOpen}
            // The same one may be opened again.
            onClick={(event) => (event.currentTarget.value = "")}
            onChange={({ currentTarget: { files } }) => open(files?.[0])}
          />
        </label>
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
              <button type="button" onClick={() => void pngOf(shown).then((png) => download(`${stylist}.png`, png))}>
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
