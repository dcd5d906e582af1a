import type { Paper } from "@blockzoo/family";

/** Where a family comes from. */
export function Papers({ papers }: { readonly papers: readonly Paper[] }) {
  return (
    <ul class="papers small muted">
      {papers.map(({ authors, title, year, venue, url }) => (
        <li key={title}>
          {authors}, {url === undefined ? `“${title}”` : <a href={url}>{title}</a>}, {venue}
          {venue.includes(String(year)) ? "" : `, ${year}`}
        </li>
      ))}
    </ul>
  );
}
