import type { HistoryPoint } from "@blockzoo/family";
import { describe, expect, it, vi } from "vitest";
import { News, type RaceNews } from "../../src/laboratory/training/news.js";
import type { Race } from "../../src/laboratory/training/race.js";

const point = (step: number): HistoryPoint => ({ step, loss: 1 / step });

describe("news of a training", () => {
  it("tell a few times in a second what is not yet known", () => {
    vi.useFakeTimers();
    let history = [point(1)];
    const look = { figures: [] };
    const race = { state: {}, look: undefined as object | undefined, histories: new Map([["main", history]]) };
    const told: RaceNews[] = [];
    const news = new News(race as unknown as Race, (each) => told.push(each));
    news.add();
    vi.runAllTimers();
    expect(told).toEqual([]);
    news.begin();
    expect(told[0]).toEqual({ state: {}, points: { main: { from: 0, points: [point(1)] } } });

    history.push(point(2));
    news.add();
    history.push(point(3));
    news.add();
    race.look = look;
    vi.runAllTimers();
    expect(told).toHaveLength(2);
    expect(told[1]).toEqual({ state: {}, points: { main: { from: 1, points: [point(2), point(3)] } }, look });

    // The run is read again, with fewer steps: its curve begins anew.
    history = [point(1), point(2)];
    race.histories = new Map([["main", history]]);
    race.look = undefined;
    news.add();
    vi.runAllTimers();
    expect(told[2]).toEqual({ state: {}, points: { main: { from: 0, points: history } }, look: null });

    news.add();
    news.end();
    vi.runAllTimers();
    expect(told).toHaveLength(3);
    vi.useRealTimers();
  });
});
