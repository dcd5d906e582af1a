import { useState } from "preact/hooks";
import { FilesButton } from "../design/file-button.js";
import { Notice } from "../design/notice.js";
import { CodeView } from "../family/code-view.js";
import { hrefOf } from "../frame/address.js";
import type { PageProps } from "../frame/page.js";
import type { NetworkName } from "../laboratory/networks/network-name.js";
import "./own-page.css";

const guestLine = `"my-net": async () => (await import("blockzoo-family-my-net")).myNet,`;

/** `#/own`: a file with the weights of one of the architectures here, which then has its page. */
export function OwnPage({ laboratory }: PageProps) {
  const [found, setFound] = useState<readonly Required<NetworkName>[]>([]);
  const [isReading, setIsReading] = useState(false);
  const [problem, setProblem] = useState("");

  const read = async (files: readonly File[]) => {
    if (files.length === 0) return;
    setProblem("");
    setFound([]);
    setIsReading(true);
    try {
      setFound(await laboratory.networks.give(files));
    } catch (error) {
      setProblem((error as Error).message);
    }
    setIsReading(false);
  };
  return (
    <>
      <h1>Your own model</h1>
      <p class="lead">
        Weights that you trained, or downloaded, for one of the architectures here: drop the file, and look into it and
        try it, as those that come with the page. It does not leave this machine.
      </p>
      <div
        class="own-drop"
        aria-busy={isReading}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void read(Array.from(event.dataTransfer?.files ?? []));
        }}
      >
        <p>{isReading ? "Reading …" : "Drop a file here"}</p>
        <FilesButton
          opens="files"
          accept=".safetensors,.pth,.pt,.bin,.onnx,.data"
          disabled={isReading}
          onFiles={(files) => void read(files)}
        >
          Open a file
        </FilesButton>
        <p class="small muted">
          safetensors, PyTorch's .pth of torchvision's networks, or an .onnx that was exported here; up to 700 MB. Where
          a network is several .onnx files, such as an encoder and a decoder: all of them at once.
        </p>
      </div>
      {problem !== "" && <Notice kind="problem">{problem}</Notice>}
      {found.length > 0 && <Found networks={found} />}
      <h2>Your own architecture</h2>
      <p>
        A package that calls <code>defineFamily</code> stands in the hall, with a page and its training like all others,
        by a line in <code>apps/gallery/src/families.ts</code>; <code>npm create @blockzoo/family my-net</code> makes
        one.
      </p>
      <CodeView code={guestLine} label="The line of a family" />
    </>
  );
}

/** Where the file fits: mostly one network; more where variants differ in nothing that has weights. */
function Found({ networks }: { readonly networks: readonly Required<NetworkName>[] }) {
  return (
    <section aria-live="polite">
      <h2>{networks.length === 1 ? "These are the weights of" : "These may be the weights of"}</h2>
      <ul>
        {networks.map(({ family, variant, weights }) => (
          <li key={variant}>
            <a href={hrefOf("families", [family, variant], { weights, tab: "inside" })}>{variant}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
