import "./drawing.css";

/** A drawing of `@blockzoo/inspect`, in the colours of the page. */
export function Drawing({ svg }: { readonly svg: string }) {
  return <div class="drawing" dangerouslySetInnerHTML={{ __html: svg }} />;
}
