import type { AlertsPlan } from "../../alerts/plan.ts";
import type { AlertName } from "../../alerts/rule.ts";
import type { RootScript, RunScript, Step } from "../traffic/script.ts";
import { Parts } from "./parts.ts";
import { Random } from "./random.ts";
import { fullContextRun, loopingRun, REFUND_FAILED, slowRun } from "./scenarios.ts";
import { rootOf } from "./schedule.ts";

/** The runs that make one alert fire, from the thresholds and windows of this stack. */
export interface Provocation {
  readonly alert: AlertName;
  /** What is sent, for people. */
  readonly sends: string;
  /** How long after these runs the rule can fire, evaluation and delivery apart. */
  readonly firesAfterSeconds: number;
  /** How long the rule looks back: without further such runs it clears after that time. */
  readonly windowSeconds: number;
  readonly runs: readonly RootScript[];
}

/** The only agent whose silence the demo provokes: no ordinary run uses it. */
export const SILENT_AGENT = "nightly_report";

/** Runs that provoke each alert once; all of them can be sent at once, at the beginning. */
export function provocations(alerts: AlertsPlan, seed: number): readonly Provocation[] {
  const { loop, toolFailure, context, latency, missing } = alerts;
  const calls = toolFailure.minimumCalls + 2;
  const iterations = loop.iterations + 4;
  const slowSeconds = Math.ceil(latency.p99Seconds * 1.5);
  const slowRuns = latency.minimumRuns + 1;
  const percent = Math.min(99, context.overPercent + 6);
  return [
    {
      alert: "AgentLoopIterationsHigh",
      sends: `2 runs of coder with ${iterations} iterations`,
      firesAfterSeconds: 0,
      windowSeconds: loop.windowSeconds,
      runs: roots(seed, 1, 2, (p) => loopingRun(p, iterations)),
    },
    {
      alert: "AgentToolFailureSpike",
      sends: `${calls} calls of issue_refund, every second one fails`,
      firesAfterSeconds: toolFailure.forSeconds,
      windowSeconds: toolFailure.windowSeconds,
      runs: roots(seed, 2, Math.ceil(calls / 2), refundTwice),
    },
    {
      alert: "AgentTokenBudgetExceeded",
      sends: `1 call of research that fills ${percent} % of its model's context window`,
      firesAfterSeconds: 0,
      windowSeconds: context.windowSeconds,
      runs: roots(seed, 3, 1, (p) => fullContextRun(p, percent)),
    },
    {
      alert: "AgentLatencyP99High",
      sends: `${slowRuns} runs of research that take ${slowSeconds} s`,
      firesAfterSeconds: latency.forSeconds,
      windowSeconds: latency.windowSeconds,
      runs: roots(seed, 4, slowRuns, (p) => slowRun(p, slowSeconds)),
    },
    {
      alert: "AgentTracesMissing",
      sends: `1 run of ${SILENT_AGENT}, and then nothing more from it`,
      firesAfterSeconds: missing.silentSeconds,
      windowSeconds: missing.seenWithinSeconds,
      runs: roots(seed, 5, 1, (p) => p.run(SILENT_AGENT, 1, [p.chat(SILENT_AGENT, 900)])),
    },
  ];
}

/** Support tries a refund that fails, and another one that works. */
function refundTwice(p: Parts): RunScript {
  const steps: Step[] = [
    p.chat("support", 1800),
    p.tool("issue_refund", REFUND_FAILED),
    p.tool("issue_refund"),
    p.chat("support", 2600),
  ];
  return p.run("support", 2, steps);
}

function roots(
  seed: number,
  kind: number,
  count: number,
  build: (parts: Parts) => RunScript,
): readonly RootScript[] {
  return Array.from({ length: count }, (_, index) => {
    const random = new Random(seed, 1_000_000 * kind + index);
    return rootOf("provoked", build(new Parts(random)), random);
  });
}
