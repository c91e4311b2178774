import { METRICS } from "../../components/core/metrics.ts";
import type { Range } from "./document.ts";
import type { Store } from "./store.ts";

/** What a picture may cover: minutes, and the seconds between two of its points. */
const RANGES = [
  { minutes: 15, stepSeconds: 15 },
  { minutes: 30, stepSeconds: 15 },
  { minutes: 60, stepSeconds: 15 },
  { minutes: 180, stepSeconds: 30 },
  { minutes: 360, stepSeconds: 60 },
] as const;
const LONGEST = { minutes: 360, stepSeconds: 60 } as const;

/** As much of the last six hours as there is data of, so that a young stack fills its pictures. */
export async function rangeOfData(store: Store, nowSeconds: number): Promise<Range> {
  const longest = endingAt(nowSeconds, LONGEST);
  const first = `tfirst_over_time(${METRICS.lastSeen.prometheus}[${LONGEST.minutes}m])`;
  const [found] = await store.latest(`time() - min(${first})`, longest);
  const ageSeconds = found?.values[0] ?? LONGEST.minutes * 60;
  const needed = RANGES.find(({ minutes }) => ageSeconds <= minutes * 60) ?? LONGEST;
  return endingAt(nowSeconds, needed);
}

function endingAt(
  nowSeconds: number,
  { minutes, stepSeconds }: { readonly minutes: number; readonly stepSeconds: number },
): Range {
  const endSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
  return { startSeconds: endSeconds - minutes * 60, endSeconds, stepSeconds };
}
