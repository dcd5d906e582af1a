import { useEffect, useState } from "preact/hooks";
import { hrefOf } from "../frame/address.js";
import { encodeProgram } from "./program/link.js";
import type { Program } from "./program/program.js";

/** Copies an address that has the program in it. */
export function ShareButton({ program }: { readonly program: Program }) {
  const [link, setLink] = useState("");
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    setLink("");
    setIsCopied(false);
  }, [program]);

  const share = async () => {
    const { origin, pathname, search } = location;
    const made = origin + pathname + search + hrefOf("playground", [], { code: await encodeProgram(program) });
    setLink(made);
    try {
      await navigator.clipboard.writeText(made);
      setIsCopied(true);
    } catch {
      // Where the clipboard is not allowed, the link is there to be copied by hand.
    }
  };
  return (
    <>
      <button type="button" onClick={() => void share()}>
        Share
      </button>
      <span role="status" class="row">
        {link !== "" && (
          <input
            aria-label="Link to this program"
            readOnly
            value={link}
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        )}
        {isCopied && <span class="muted">Copied.</span>}
      </span>
    </>
  );
}
