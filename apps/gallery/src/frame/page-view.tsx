import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Notice } from "../design/notice.js";
import type { PageProps } from "./page.js";
import { pages } from "./pages.js";

interface PageViewProps extends Omit<PageProps, "onTitle"> {
  readonly isShown: boolean;
}

/** A page, whose code is fetched first. */
export function PageView({ isShown, ...props }: PageViewProps) {
  const { page, parts } = props.address;
  const { Page, problem } = usePage(page);
  const [title, setTitle] = useState<string>(pages[page].title);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (isShown) document.title = `${title} · blockzoo`;
  }, [isShown, title]);
  useEffect(() => {
    if (!isShown) return;
    const isOpening = isFirst.current && document.activeElement === document.body;
    isFirst.current = false;
    // Who follows a link by keyboard, or hears the page, goes on at its beginning; a control in it that changed the address keeps the focus.
    if (!isOpening && !main.current!.contains(document.activeElement)) main.current!.focus({ preventScroll: true });
  }, [isShown, page, ...parts]);
  return (
    <main ref={main} hidden={!isShown} tabIndex={-1} aria-busy={Page === undefined && problem === ""}>
      {problem !== "" && (
        <Notice kind="problem">
          This page could not be fetched: {problem}{" "}
          <button type="button" onClick={() => location.reload()}>
            Load again
          </button>
        </Notice>
      )}
      {Page !== undefined && <Page {...props} onTitle={setTitle} />}
    </main>
  );
}

interface LoadedPage {
  readonly Page?: ComponentType<PageProps>;
  readonly problem: string;
}

function usePage(name: keyof typeof pages): LoadedPage {
  const [loaded, setLoaded] = useState<LoadedPage>({ problem: "" });
  useEffect(() => {
    pages[name].load().then(
      (Page) => setLoaded({ Page, problem: "" }),
      (error: unknown) => setLoaded({ problem: (error as Error).message }),
    );
  }, [name]);
  return loaded;
}
