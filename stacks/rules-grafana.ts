import type { Problem } from "../components/core/errors.ts";
import { destinationPlan } from "./destinations.ts";
import { pasteable, type Report } from "./keys.ts";
import { hasImages } from "./platform.ts";
import type { Settings } from "./settings.ts";

/** A Grafana of the stack's own that can't run here, has nothing to show, or isn't safe. */
export function grafanaProblems(settings: Settings, problem: Report): Problem[] {
  const { environment, destinations, grafana } = settings;
  if (!grafana.run) return [];
  const problems: Problem[] = [];
  const report = (path: PropertyKey[], what: string, fix: string): void => {
    problems.push(problem(path, what, fix));
  };
  const run = ["grafana", "run"];
  if (!hasImages(settings))
    report(run, "Grafana runs from its image, and processes have none", pasteable(run, false));
  const stored = destinations
    .map(destinationPlan)
    .some(({ address }) => "workload" in address && address.workload === "victoriametrics");
  if (!stored) {
    const what = "Grafana would have no metrics to show: the stack runs no VictoriaMetrics";
    report(run, what, "add { type: victoriametrics } to the destinations, or leave Grafana out");
  }
  if (environment === "production" && grafana.rootUrl?.startsWith("http:")) {
    const path = ["grafana", "rootUrl"];
    const what = "passwords and cookies would travel in plain text";
    report(path, what, pasteable(path, grafana.rootUrl.replace("http:", "https:")));
  }
  return problems;
}
