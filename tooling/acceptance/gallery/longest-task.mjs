/** @typedef {import("./page.mjs").Page} Page @typedef {{ name: string, ph: string, tid: number, pid: number, dur?: number, tdur?: number, args?: { name?: string } }} TraceEvent */

/**
 * The longest that the main thread of a page is busy without a break while something is done, in milliseconds: of its own computing,
 * which does not depend on what else the machine does, and by the clock, as Long Tasks tells it (those below 50 are not told). Undefined in
 * browsers that tell neither, as Firefox.
 * @param {Page} page @param {() => Promise<unknown>} work
 */
export async function longestTask(page, work) {
  if (!(await page.evaluate(() => PerformanceObserver.supportedEntryTypes.includes("longtask")))) {
    await work();
    return undefined;
  }
  const session = await page.context().newCDPSession(page);
  /** @type {TraceEvent[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(.../** @type {any[]} */ (value)));
  await page.evaluate(watchLongTasks);
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel"] },
    transferMode: "ReportEvents",
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  /** @type {number[]} */
  const long = await page.evaluate(() => Reflect.get(globalThis, "longTasks"));
  return { computing: longestOf(events), clock: Math.round(Math.max(0, ...long)) };
}

/** In the page. */
function watchLongTasks() {
  /** @type {number[]} */
  const tasks = [];
  Reflect.set(globalThis, "longTasks", tasks);
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)));
  observer.observe({ type: "longtask" });
}

/** Of all main threads of pages. @param {readonly TraceEvent[]} events */
function longestOf(events) {
  const threads = events.filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain");
  const tasks = events.filter(
    ({ name, ph, pid, tid }) =>
      ph === "X" && name.endsWith("RunTask") && threads.some((thread) => thread.pid === pid && thread.tid === tid),
  );
  const times = tasks.flatMap(({ tdur }) => tdur ?? []);
  if (times.length === 0) throw new Error("the trace does not say how long the tasks of the page compute");
  return Math.ceil(Math.max(...times) / 1000);
}
