import type { RootScript, RunScript } from "../traffic/script.ts";
import { Parts } from "./parts.ts";
import { Random } from "./random.ts";
import { DECK, SCENARIOS, type ScenarioName } from "./scenarios.ts";

/** The runs of a demo, in order. The same seed and number give the same runs. */
export function schedule(seed: number, runs: number): readonly RootScript[] {
  const scenarios: ScenarioName[] = [];
  for (let deck = 0; scenarios.length < runs; deck++) scenarios.push(...dealtDeck(seed, deck));
  return scenarios.slice(0, runs).map((scenario, index) => {
    const random = new Random(seed, index + 1);
    return rootOf(scenario, SCENARIOS[scenario](new Parts(random)), random);
  });
}

/** Gives a run the session and the user that it is for. */
export function rootOf(scenario: string, run: RunScript, random: Random): RootScript {
  const session = random
    .integer(0, 2 ** 32 - 1)
    .toString(16)
    .padStart(8, "0");
  const tier = random.pick(["free", "free", "team", "enterprise"]);
  return { scenario, run, baggage: { "session.id": `session-${session}`, "user.tier": tier } };
}

function dealtDeck(seed: number, deck: number): ScenarioName[] {
  const cards = (Object.entries(DECK) as [ScenarioName, number][]).flatMap(([scenario, count]) =>
    Array.from({ length: count }, () => scenario),
  );
  return new Random(seed, -2 - deck).shuffled(cards);
}
