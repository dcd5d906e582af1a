import { Notice } from "../design/notice.js";

/** Offers a newer version of the app. */
export function UpdateNotice({ onUpdate }: { readonly onUpdate: () => void }) {
  return (
    <div class="update">
      <Notice kind="hint">
        There is a newer version of this page. A training goes on from its last checkpoint.
        <button type="button" onClick={onUpdate}>
          Load it
        </button>
      </Notice>
    </div>
  );
}
