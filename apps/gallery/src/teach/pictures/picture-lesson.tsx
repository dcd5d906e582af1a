import { useEffect, useRef, useState } from "preact/hooks";
import { FileButton } from "../../design/file-button.js";
import { Notice } from "../../design/notice.js";
import type { PageProps } from "../../frame/page.js";
import { nextRefresh } from "../../next-refresh.js";
import { ClassList } from "../class-list.js";
import { LessonPanel } from "../lesson-panel.js";
import type { TaughtClass } from "../sample.js";
import { useClasses } from "../use-classes.js";
import { useLesson } from "../use-lesson.js";
import { useCameraStream } from "./use-camera-stream.js";

/** So many frames are taken at a time, ten a second. */
const framesAtOnce = 30;
const betweenFrames = 100;

/** Classes of pictures, by the camera or by files. */
export function PictureLesson({ laboratory, isOpen }: Pick<PageProps, "laboratory" | "isOpen">) {
  const video = useRef<HTMLVideoElement>(null);
  const camera = useCameraStream(video);
  const classes = useClasses("pictures", laboratory);
  const taught = useLesson("pictures", laboratory, classes.all);
  const [taking, setTaking] = useState<number>();

  const take = async ({ id }: TaughtClass) => {
    setTaking(id);
    const looked: Promise<void>[] = [];
    for (let count = 0; count < framesAtOnce; count++) {
      looked.push(classes.addSample(id, await camera.frame()));
      await new Promise((resolve) => setTimeout(resolve, betweenFrames));
    }
    setTaking(undefined);
    await Promise.all(looked);
  };
  // What the camera sees is told from the moment that something was taught.
  const isWatching = camera.isOn && taught.lesson !== undefined && taking === undefined;
  useEffect(() => {
    if (!isWatching) return;
    const watching = new AbortController();
    const watch = async () => {
      while (!watching.signal.aborted) {
        await taught.ask(camera.frame);
        await nextRefresh();
      }
    };
    void watch();
    return () => watching.abort();
  }, [isWatching]);

  return (
    <div class="teaching">
      <section aria-labelledby="source-title" class="source">
        <h2 id="source-title">Show</h2>
        <video ref={video} muted playsInline hidden={!camera.isOn} />
        {!camera.isOn && <div class="source-off muted">The camera is off. Pictures can be added as files, too.</div>}
        <p class="row">
          <button
            type="button"
            class={camera.isOn ? "" : "primary"}
            disabled={!isOpen}
            onClick={() => (camera.isOn ? camera.stop() : void camera.start())}
          >
            {camera.isOn ? "Switch the camera off" : "Switch the camera on"}
          </button>
          {taught.lesson !== undefined && (
            <FileButton
              accept="image/png,image/jpeg"
              onFile={(file) => {
                camera.stop();
                void taught.ask(async () => file);
              }}
            >
              Ask about a picture
            </FileButton>
          )}
        </p>
        {camera.problem !== "" && <Notice kind="problem">{camera.problem}</Notice>}
      </section>
      <ClassList kind="pictures" classes={classes} isOpen={isOpen}>
        {(one) => (
          <button
            type="button"
            disabled={!camera.isOn || !isOpen || taking !== undefined}
            onClick={() => void take(one)}
          >
            {taking === one.id ? "Taking …" : `Take ${framesAtOnce} frames`}
          </button>
        )}
      </ClassList>
      <LessonPanel classes={classes.all} taught={taught} isOpen={isOpen} isWaiting={classes.waiting > 0} />
    </div>
  );
}
