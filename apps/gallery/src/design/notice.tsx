import type { ComponentChildren } from "preact";
import "./notice.css";

interface NoticeProps {
  /** `problem` is read out at once, `hint` when there is a pause. */
  readonly kind: "problem" | "hint";
  readonly children: ComponentChildren;
}

/** A short text that stands apart: what went wrong, or what is good to know. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === "problem" ? "alert" : "status"}>
      {children}
    </div>
  );
}
