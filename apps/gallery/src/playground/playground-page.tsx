import { useEffect, useState } from "preact/hooks";
import { Notice } from "../design/notice.js";
import { Tabs } from "../design/tabs.js";
import { hrefOf } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import { startCompiler } from "./compiler/start-compiler.js";
import { CodeEditor } from "./editor/code-editor.js";
import { NetworkPanel } from "./network-panel.js";
import "./playground.css";
import { ProblemList } from "./problem-list.js";
import type { Place } from "./program/problem.js";
import { mainFile } from "./program/program.js";
import { ProgramChoice } from "./program-choice.js";
import { RunsPanel } from "./runs/runs-panel.js";
import { useRuns } from "./runs/use-runs.js";
import type { OpenBlocks } from "./sandbox/messages.js";
import { ShareButton } from "./share-button.js";
import { useLook } from "./use-look.js";
import { useProgram } from "./use-program.js";
import { useShownFile } from "./use-shown-file.js";

const nothingOpened: OpenBlocks = new Map();

/** Edit the TypeScript of a network, see what it is, train it, and send it to others. */
export function PlaygroundPage({ address, laboratory, runtime, isOpen }: PageProps) {
  const compiler = startCompiler();
  const { program, edition, problem, write, open } = useProgram(address);
  const [opened, setOpened] = useState(nothingOpened);
  const looked = useLook({ program, open: opened }, compiler);
  const runs = useRuns(laboratory, runtime);
  const { file, show: showFile } = useShownFile(program, edition, looked);
  const [target, setTarget] = useState<Place>();
  useEffect(() => setOpened(nothingOpened), [edition]);

  const show = (place: Place) => {
    showFile(place.file);
    setTarget({ ...place });
  };
  const { look, files, isCurrent } = looked;
  const canTrain = isOpen && files !== undefined && isCurrent && look?.trains === true && !runs.isRunning;
  return (
    <>
      <h1>Playground</h1>
      <p class="lead">
        Change the code of a network: its diagram and its size follow, and what does not fit is told at its line. What
        you write stays in this page, and runs in a sandbox that reaches nothing else.
      </p>
      <div class="row playground-tools">
        <ProgramChoice address={address} />
        {program !== undefined && <ShareButton program={program} />}
      </div>
      {problem !== "" && <Notice kind="problem">{problem}</Notice>}
      {program !== undefined && (
        <div class="playground">
          <section aria-label="Code" class="playground-code">
            <Tabs
              label="Files"
              tabs={Object.keys(program.files).map((name) => ({ name, title: name }))}
              selected={file}
              onSelect={showFile}
            >
              <CodeEditor
                program={program}
                edition={edition}
                file={file}
                problems={looked.problems}
                target={target}
                onChange={write}
                knowledge={(name) => ({
                  describe: (position) => compiler.describe(program, name, position),
                  completions: (position) => compiler.completions(program, name, position),
                })}
              />
            </Tabs>
            <ProblemList problems={looked.problems} isLooking={looked.isLooking} onShow={show} />
            {looked.said.length > 0 && <pre class="playground-said">{looked.said.join("\n")}</pre>}
          </section>
          <section aria-label="Network">
            {look !== undefined && (
              <NetworkPanel
                look={look}
                isStale={!isCurrent && !looked.isLooking}
                onOpen={(paths, isDrawnOpen) =>
                  setOpened(new Map([...opened, ...paths.map((path) => [path, isDrawnOpen] as const)]))
                }
              />
            )}
          </section>
        </div>
      )}
      {program !== undefined && (
        <section aria-labelledby="playground-training" class="playground-training">
          <h2 id="playground-training">Training</h2>
          <div class="row">
            <button
              type="button"
              class="primary"
              disabled={!canTrain}
              onClick={() => {
                const parameters = look!.graphs[0]!.totals.parameters;
                runs.start({ program, files: files!, parameters });
              }}
            >
              Train
            </button>
            <button type="button" disabled={!runs.isRunning} onClick={runs.stop}>
              Stop
            </button>
            {look?.trains === false && (
              <span class="muted">
                {mainFile} does not say how it learns: export a function <code>train</code>, as{" "}
                <a href={hrefOf("playground", [], { example: "spirals" })}>the spirals</a> do.
              </span>
            )}
          </div>
          {runs.runs.length > 0 && <RunsPanel runs={runs} onOpen={open} onShow={show} />}
        </section>
      )}
    </>
  );
}
