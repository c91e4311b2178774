import { div, n } from "@grafana/promql-builder";
import { secondsUntil } from "../components/core/promql-time.ts";
import type { AlertsPlan, Expiry } from "./plan.ts";
import type { AlertRule } from "./rule.ts";

const SECONDS_PER_DAY = 86_400;

/**
 * Certificates and tokens end on a day that somebody wrote down: nothing here can look at them. The
 * rules compare that day with the clock.
 */
export function expiryRules(plan: AlertsPlan): readonly AlertRule[] {
  const { warningDays, criticalDays } = plan.expiry;
  return plan.expiries.flatMap((expiry) => [
    // What is critical first, so that it holds the warning back from the start.
    expiring(plan, expiry, "critical", criticalDays),
    expiring(plan, expiry, "warning", warningDays),
  ]);
}

function expiring(
  plan: AlertsPlan,
  { name, atSeconds }: Expiry,
  severity: "warning" | "critical",
  days: number,
): AlertRule {
  const day = new Date(atSeconds * 1000).toISOString().slice(0, 10);
  return {
    id: `credential-expiring-${name}-${severity}`,
    name: "CredentialExpiring",
    severity,
    question: `How many days is ${name} still good for?`,
    query: div(secondsUntil(atSeconds), n(SECONDS_PER_DAY)),
    threshold: { below: days },
    forSeconds: 0,
    labels: { credential: name, deployment_environment_name: plan.environment },
    absence: {
      noData: "fires",
      error: "keeps its state",
      why: "the query needs no series: without a value something is wrong with the rule",
    },
    summary: ({ measured }) => `${name} ends in ${measured(0)} days`,
    description: () => `${name} ends on ${day}. From then on what uses it is refused.`,
  };
}
