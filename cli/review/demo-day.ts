import { Parts } from "../demo/parts.ts";
import { SILENT_AGENT } from "../demo/provoke.ts";
import { Random } from "../demo/random.ts";
import { SCENARIOS, type ScenarioName } from "../demo/scenarios.ts";
import type { RunScript, Step } from "../traffic/script.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The clock of the demo data never moves: the same revision gives the same page. */
export const DEMO_RANGE = {
  startSeconds: Date.UTC(2025, 5, 18, 7) / 1000,
  endSeconds: Date.UTC(2025, 5, 18, 13) / 1000,
  stepSeconds: MINUTE,
} as const;
/** Traffic begins earlier, so that the first rates in the picture have something to look back at. */
export const DEMO_WARM_UP_SECONDS = HOUR;

const SEED = 1;

/** A working day's runs without any trouble, as cards that are shuffled and dealt. */
const CALM: Readonly<Partial<Record<ScenarioName, number>>> = {
  answer: 6,
  delegated: 5,
  desk: 4,
  coding: 3,
  flaky_tool: 2,
  rate_limited: 1,
  no_usage: 1,
};

/** How many failures of ordinary runs stay: tools do fail now and then. */
const CALM_FAILURES = 0.04;
/** Ordinary runs are quicker than those of `make demo`, which has to provoke in minutes. */
const CALM_PACE = 0.6;

/** What goes wrong on that day: further runs a minute between two times of the shown range. */
interface Incident {
  readonly scenario: ScenarioName;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly runsPerMinute: number;
}

const INCIDENTS: readonly Incident[] = [
  // The payment provider is down.
  { scenario: "flaky_tool", fromMinute: 100, toMinute: 140, runsPerMinute: 3 },
  // A coder whose search finds nothing asks again and again.
  { scenario: "loop", fromMinute: 185, toMinute: 210, runsPerMinute: 0.6 },
  // A provider throttles and then stops answering.
  { scenario: "rate_limited", fromMinute: 225, toMinute: 250, runsPerMinute: 5 },
  { scenario: "timed_out", fromMinute: 230, toMinute: 255, runsPerMinute: 1.5 },
  // A slow source, and archives that outgrow the context window.
  { scenario: "slow", fromMinute: 275, toMinute: 315, runsPerMinute: 2 },
  { scenario: "full_context", fromMinute: 280, toMinute: 310, runsPerMinute: 0.5 },
];

/** The last run of the agent that falls silent, in minutes of the shown range. */
const SILENT_FROM_MINUTE = 35;

/** The runs that begin in each step of the day, from the warm-up to the end of the range. */
export function* demoDay(stepSeconds: number): Generator<{
  readonly seconds: number;
  readonly runs: readonly RunScript[];
}> {
  const { startSeconds, endSeconds } = DEMO_RANGE;
  const random = new Random(SEED);
  const deck = dealer(random);
  for (
    let seconds = startSeconds - DEMO_WARM_UP_SECONDS + stepSeconds;
    seconds <= endSeconds;
    seconds += stepSeconds
  ) {
    const minute = (seconds - startSeconds) / MINUTE;
    const share = stepSeconds / MINUTE;
    const runs = Array.from({ length: some(random, load(minute) * share) }, () =>
      ordinary(deck(), random),
    );
    for (const { scenario, fromMinute, toMinute, runsPerMinute } of INCIDENTS)
      if (minute >= fromMinute && minute < toMinute)
        for (let left = some(random, runsPerMinute * share); left > 0; left -= 1)
          runs.push(SCENARIOS[scenario](new Parts(random)));
    if (minute < SILENT_FROM_MINUTE && minute % 2 === 0) runs.push(report(new Parts(random)));
    yield { seconds, runs };
  }
}

/** Ordinary runs a minute: a morning that fills up, a lunch, an afternoon that begins. */
function load(minute: number): number {
  const hump = (at: number, wide: number) => Math.exp(-(((minute - at) / wide) ** 2));
  return 9 + 13 * hump(190, 85) + 10 * hump(390, 70);
}

/** About so many: the whole part, and one more as often as the rest says. */
function some(random: Random, expected: number): number {
  const jittered = expected * (0.7 + 0.6 * random.next());
  return Math.floor(jittered) + (random.chance(jittered % 1) ? 1 : 0);
}

/** Cards from shuffled decks, one after the other, so that no agent is without work for long. */
function dealer(random: Random): () => ScenarioName {
  const cards = (Object.entries(CALM) as [ScenarioName, number][]).flatMap(([scenario, count]) =>
    Array.from({ length: count }, () => scenario),
  );
  let hand: ScenarioName[] = [];
  return () => {
    if (hand.length === 0) hand = random.shuffled(cards);
    return hand.pop() ?? "answer";
  };
}

function ordinary(scenario: ScenarioName, random: Random): RunScript {
  const run = SCENARIOS[scenario](new Parts(random));
  return calmed(run, random.chance(CALM_FAILURES));
}

/** The run and those below it, quicker, and without its tools' failures unless they stay. */
function calmed(run: RunScript, fails: boolean): RunScript {
  const steps = run.steps.map((step): Step => {
    if (step.kind === "delegate") return { ...step, run: calmed(step.run, fails) };
    const seconds = step.seconds * CALM_PACE;
    if (step.kind === "tool")
      return { ...step, seconds, failure: fails ? step.failure : undefined };
    return { ...step, seconds };
  });
  return { ...run, steps, failure: fails ? run.failure : undefined };
}

function report(p: Parts): RunScript {
  return p.run(SILENT_AGENT, 1, [p.chat(SILENT_AGENT, 900)]);
}
