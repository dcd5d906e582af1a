import type { Place, Problem } from "./program/problem.js";

interface ProblemListProps {
  readonly problems: readonly Problem[];
  readonly isLooking: boolean;
  readonly onShow: (place: Place) => void;
}

/** What is wrong in the program, each with its place. */
export function ProblemList({ problems, isLooking, onShow }: ProblemListProps) {
  return (
    <div class="playground-problems" aria-live="polite" data-testid="problems" data-looking={isLooking}>
      {problems.length === 0 ? (
        <p class="small muted">{isLooking ? "Reading the program …" : "No problems."}</p>
      ) : (
        <ul>
          {problems.map(({ place, message }, index) => (
            // Two may say the same of the same place.
            <li key={index} class="error">
              {place !== undefined && (
                <button type="button" class="plain" onClick={() => onShow(place)}>
                  {place.file}:{place.line}
                </button>
              )}{" "}
              {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
