import type { HistoryPoint } from "@blockzoo/family";
import type { Look } from "./looks.js";
import type { Race, RaceState } from "./race.js";

/** What has changed of a training since its page was last told. */
export interface RaceNews {
  readonly state: RaceState;
  /** By lane: what its curve goes on with, behind the first `from` points that the page has. */
  readonly points: Readonly<Record<string, { readonly from: number; readonly points: readonly HistoryPoint[] }>>;
  /** Where there is another than before; null where there is none any more. */
  readonly look?: Look | null;
}

/** Milliseconds between two messages: a small network takes a hundred steps meanwhile. */
const pause = 100;

/** Tells a page of a training, a few times in a second, what it does not yet know. */
export class News {
  readonly #race: Race;
  readonly #tell: (news: RaceNews) => void;
  /** The curve of each lane as it was told, and how much of it. */
  readonly #told = new Map<string, { readonly history: readonly HistoryPoint[]; readonly length: number }>();
  #look: Look | undefined;
  #hasBegun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(race: Race, tell: (news: RaceNews) => void) {
    this.#race = race;
    this.#tell = tell;
  }

  /** Tells all that there is, and from now on what changes. */
  begin(): void {
    this.#hasBegun = true;
    this.#send();
  }

  /** Something changed. */
  add(): void {
    if (this.#hasBegun) this.#timer ??= setTimeout(() => this.#send(), pause);
  }

  /** The page wants to know no more. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #send(): void {
    this.#timer = undefined;
    const { state, look, histories } = this.#race;
    const points = [...histories].flatMap(([name, history]) => {
      const told = this.#told.get(name);
      const from = told?.history === history ? told.length : 0;
      this.#told.set(name, { history, length: history.length });
      if (from === history.length && told?.history === history) return [];
      return [[name, { from, points: history.slice(from) }] as const];
    });
    const isNew = look !== this.#look;
    this.#look = look;
    this.#tell({ state, points: Object.fromEntries(points), ...(isNew && { look: look ?? null }) });
  }
}
