import type { Paper } from "@blockzoo/family";

/** So many are shown at once. */
const most = 2;

/** Where a family comes from. */
export function Papers({ papers }: { readonly papers: readonly Paper[] }) {
  const further = papers.slice(most);
  return (
    <div class="papers small muted">
      <PaperList papers={papers.slice(0, most)} />
      {further.length > 0 && (
        <details>
          <summary>and {further.length} more</summary>
          <PaperList papers={further} />
        </details>
      )}
    </div>
  );
}

function PaperList({ papers }: { readonly papers: readonly Paper[] }) {
  return (
    <ul>
      {papers.map(({ authors, title, year, venue, url }) => (
        <li key={title}>
          {authors}, {url === undefined ? `“${title}”` : <a href={url}>{title}</a>}, {venue}
          {venue.includes(String(year)) ? "" : `, ${year}`}
        </li>
      ))}
    </ul>
  );
}
