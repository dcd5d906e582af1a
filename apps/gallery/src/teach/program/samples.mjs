// The files in a folder for each class.
import { readdir } from "node:fs/promises";

/** @param {URL} folder @returns {Promise<{ labels: string[], samples: { label: number, file: URL }[] }>} */
export async function samplesIn(folder) {
  const isSeen = (/** @type {string} */ name) => !name.startsWith(".");
  const labels = (await readdir(folder)).filter(isSeen).toSorted();
  const samples = [];
  for (const [label, name] of labels.entries()) {
    const place = new URL(`${encodeURIComponent(name)}/`, folder);
    for (const file of (await readdir(place)).filter(isSeen).toSorted()) {
      samples.push({ label, file: new URL(encodeURIComponent(file), place) });
    }
  }
  return { labels, samples };
}
