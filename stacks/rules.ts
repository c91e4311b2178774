import { isListed } from "../components/collector/models.ts";
import type { Problem } from "../components/core/errors.ts";
import { portsOf } from "../components/core/names.ts";
import { hostPorts } from "./addresses.ts";
import { patternProblems } from "./own-patterns.ts";
import { keyAt, pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { alertProblems } from "./rules-alerts.ts";
import { destinationProblems } from "./rules-destinations.ts";
import { dockerProblems } from "./rules-docker.ts";
import { grafanaProblems } from "./rules-grafana.ts";
import { honeycombProblems } from "./rules-honeycomb.ts";
import { exposureProblems } from "./rules-exposure.ts";
import { managedGrafanaProblems } from "./rules-managed-grafana.ts";
import { langfuseProblems } from "./rules-langfuse.ts";
import { ingestProblems } from "./rules-ingest.ts";
import { secretProblems } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";
import { jaegerProblems } from "./rules-jaeger.ts";
import { productionProblems } from "./rules-production.ts";
import { samplingProblems } from "./rules-sampling.ts";
import { tempoProblems } from "./rules-tempo.ts";
import { sizeProblems } from "./rules-sizes.ts";
import { victoriaMetricsProblems } from "./rules-victoriametrics.ts";
import { tierProblems } from "./rules-tiers.ts";

/** Sets of settings that are each valid but can't work, or aren't safe, together. */
export function impossibleSets(settings: Settings, file: string): Problem[] {
  const problem = (path: PropertyKey[], what: string, fix: string): Problem => ({
    where: keyAt(file, path),
    what,
    fix,
  });
  return [
    ...destinationProblems(settings, problem),
    ...portsTwice(settings, problem),
    ...samplingProblems(settings, problem),
    ...tierProblems(settings, problem),
    ...sizeProblems(settings, problem),
    ...victoriaMetricsProblems(settings, problem),
    ...content(settings, problem),
    ...patternProblems(settings.content.patterns).map(({ index, what, fix }) =>
      problem(["content", "patterns", index], what, fix),
    ),
    ...alertProblems(settings, problem),
    ...ingestProblems(settings, problem),
    ...secretProblems(settings, problem),
    ...jaegerProblems(settings, problem),
    ...exposureProblems(settings, problem),
    ...dockerProblems(settings, problem),
    ...langfuseProblems(settings, problem),
    ...grafanaProblems(settings, problem),
    ...managedGrafanaProblems(settings, problem),
    ...honeycombProblems(settings, problem),
    ...tempoProblems(settings, problem),
    ...agentsTwice(settings, problem),
    ...models(settings, problem),
    ...productionProblems(settings, problem),
  ];
}

function portsTwice(settings: Settings, problem: Report): Problem[] {
  // Elsewhere every workload has an address of its own.
  if (!onOneHost(settings)) return [];
  const all = hostPorts(settings);
  return all.flatMap(({ instance, workload, port, number }, index) => {
    const first = all.findIndex((other) => other.number === number);
    const other = all[first];
    if (first === index || !other) return [];
    const own = all.filter((used) => used.workload === workload && used.port === port);
    const taken = new Set(all.map((used) => used.number));
    // Replicas count up from the number in the settings: all of theirs must be free.
    const isFree = (from: number) => own.every((_, ordinal) => !taken.has(from + ordinal));
    let free = portsOf(workload)[port]?.local ?? number;
    while (!isFree(free)) free += 1;
    const whose = own.length > 1 ? ` of ${instance}` : "";
    const what = `port ${number}${whose} is already ${other.instance}.${other.port}`;
    return [problem(["ports", workload, port], what, pasteable(["ports", workload, port], free))];
  });
}

function content({ content: { capture, reason } }: Settings, problem: Report): Problem[] {
  if (!capture || reason) return [];
  const what = "prompts and answers may only be stored for a written reason";
  return [problem(["content", "reason"], what, pasteable(["content", "reason"]))];
}

function agentsTwice({ agents }: Settings, problem: Report): Problem[] {
  return agents.flatMap(({ name, service }, index) => {
    const twin = agents.findIndex((other) => other.name === name && other.service === service);
    if (twin === index) return [];
    const fix = "give each agent one entry, or the two different services";
    return [problem(["agents", index], `agent "${name}" is declared twice`, fix)];
  });
}

function models({ models }: Settings, problem: Report): Problem[] {
  return models.flatMap(({ name, usdPerMillionTokens, contextWindowTokens }, index) => {
    const path = ["models", index];
    const fix = pasteable(["models", index], {
      name,
      usdPerMillionTokens: { input: 0.5, output: 1.5 },
    });
    const same = name.toLowerCase();
    if (models.findIndex((other) => other.name.toLowerCase() === same) !== index)
      return [problem(path, `model "${name}" is declared twice`, "keep one of the two")];
    if (!usdPerMillionTokens && !isListed(name))
      return [problem(path, `"${name}" is not in the price table, so it needs a price`, fix)];
    if (!usdPerMillionTokens && !contextWindowTokens)
      return [problem(path, `"${name}" has neither a price nor a context window`, fix)];
    return [];
  });
}
