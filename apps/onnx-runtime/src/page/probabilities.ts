import type { Prediction } from "#digits/classify.js";

/** A line with a bar for each class, in the order of the labels; without numbers where nothing was predicted. */
export function showProbabilities(
  list: HTMLElement,
  labels: readonly string[],
  predictions: readonly Prediction[],
): void {
  const best = predictions[0]?.label;
  const rows = labels.map((label) => {
    const probability = predictions.find((prediction) => prediction.label === label)?.probability;
    const row = document.createElement("li");
    row.classList.toggle("best", label === best);
    row.dataset["label"] = label;
    if (probability !== undefined) row.dataset["probability"] = String(probability);
    const bar = Object.assign(document.createElement("meter"), { value: probability ?? 0 });
    bar.ariaLabel = `probability of ${label}`;
    row.append(text(label), bar, text(probability?.toFixed(3) ?? ""));
    return row;
  });
  list.replaceChildren(...rows);
}

function text(content: string): HTMLElement {
  return Object.assign(document.createElement("span"), { textContent: content });
}
