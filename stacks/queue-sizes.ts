/** A destination that is down for this long loses nothing. */
export const DESTINATION_OUTAGE_MINUTES = 60;
/** Room for what a quiet stack sends at once. */
export const SMALLEST_QUEUE = 10_000;

/** Data points that a queue for metrics has room for. */
export function queuePoints(pointsPerFlush: number, flushSeconds: number): number {
  const flushes = (DESTINATION_OUTAGE_MINUTES * 60) / flushSeconds;
  return Math.max(SMALLEST_QUEUE, pointsPerFlush * flushes);
}
