import { extraBuckets } from "../alerts/buckets.ts";
import type { Problem } from "../components/core/errors.ts";
import { METRICS } from "../components/core/metrics.ts";
import { alertsPlan } from "./alerts-plan.ts";
import { pasteable, type Report } from "./keys.ts";
import type { Settings } from "./settings.ts";

/** Objectives that can't be told apart, or measured. */
export function objectiveProblems(settings: Settings, problem: Report): Problem[] {
  const { slos = [] } = settings.grafanaCloud ?? {};
  const extra = extraBuckets(alertsPlan(settings)).runDuration ?? [];
  const bounds: number[] = [...new Set<number>([...METRICS.runDuration.buckets, ...extra])].sort(
    (a, b) => a - b,
  );
  return slos.flatMap((slo, index) => {
    const path = ["grafanaCloud", "slos", index];
    if (slos.findIndex(({ name }) => name === slo.name) !== index)
      return [problem(path, `"${slo.name}" is there twice`, "give each objective its own name")];
    if (slo.type !== "run-duration" || bounds.includes(slo.withinSeconds)) return [];
    const what = `${slo.withinSeconds} s is no bound of the metric's buckets: between two nothing is known`;
    const { withinSeconds } = slo;
    const nearest = bounds.reduce((best, bound) =>
      Math.abs(bound - withinSeconds) < Math.abs(best - withinSeconds) ? bound : best,
    );
    const fix = `withinSeconds: ${nearest} (bounds are ${bounds.join(", ")}; alerts.latency.p99Seconds is one more)`;
    return [problem([...path, "withinSeconds"], what, fix)];
  });
}

/** Evaluators that can't be told apart, or have nothing to score. */
export function evaluatorProblems({ grafanaCloud, content }: Settings, problem: Report): Problem[] {
  const { evaluators = [] } = grafanaCloud ?? {};
  const path = ["grafanaCloud", "evaluators"];
  const twice = evaluators.flatMap(({ id }, index) =>
    evaluators.findIndex((other) => other.id === id) === index
      ? []
      : [problem([...path, index], `"${id}" is there twice`, "keep one of the two")],
  );
  if (evaluators.length === 0 || content.capture) return twice;
  const what = "evaluators score prompts and answers, and those are removed";
  const fix = pasteable(["content"], { capture: true, reason: "<why they may be stored>" });
  return [...twice, problem(path, what, fix)];
}

/** Of a stack that is there nobody knows where its fleet is; one that is made says so itself. */
export function fleetProblems({ grafanaCloud }: Settings, problem: Report): Problem[] {
  const { fleet, managed } = grafanaCloud ?? {};
  if (!fleet) return [];
  const path = ["grafanaCloud", "fleet"];
  const keys = ["url", "userId", "tokenSecret"] as const;
  const wrong = keys.filter((key) => (fleet[key] === undefined) !== (managed !== undefined));
  if (wrong.length === 0) return [];
  if (managed) {
    const what = "the stack that the kit makes says by itself where its fleet is";
    return [problem(path, what, `remove ${wrong.join(", ")}`)];
  }
  const what = `names no ${wrong.join(", ")}: of a stack that is there nobody else knows`;
  const given = Object.fromEntries(keys.map((key) => [key, fleet[key] ?? EXAMPLES[key]]));
  return [problem(path, what, pasteable(path, given))];
}
const EXAMPLES = {
  url: "https://fleet-management-prod-008.grafana.net",
  userId: "123456",
  tokenSecret: "grafana-fleet-token",
} as const;
