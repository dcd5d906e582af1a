export type CurvePoint = readonly [x: number, y: number];

/**
 * At most so many points: those with the lowest and the highest value of each of equally long stretches, so that spikes
 * stay. A value that is NaN leaves a gap where nothing else is in its stretch.
 */
export function thinned(points: readonly CurvePoint[], maximumPoints: number): readonly CurvePoint[] {
  if (points.length <= maximumPoints) return points;
  const stretches = Math.max(1, Math.floor(maximumPoints / 2));
  return Array.from({ length: stretches }, (_, stretch) => {
    const [from, to] = [stretch, stretch + 1].map((each) => Math.floor((each * points.length) / stretches));
    const part = points.slice(from, to).filter(([, y]) => !Number.isNaN(y));
    if (part.length === 0) return [points[from!]!];
    const lowest = part.reduce((best, point) => (point[1] < best[1] ? point : best));
    const highest = part.reduce((best, point) => (point[1] > best[1] ? point : best));
    return lowest === highest ? [lowest] : lowest[0] < highest[0] ? [lowest, highest] : [highest, lowest];
  }).flat();
}
