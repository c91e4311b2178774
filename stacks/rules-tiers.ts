import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { replicasFor } from "./replicas.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";

/** Replicas and tiers that can't work together, or here. */
export function tierProblems(settings: Settings, problem: Report): Problem[] {
  const { collector } = settings;
  const { gateways, samplers } = replicasFor(settings);
  const problems: Problem[] = [];
  const report = (path: PropertyKey[], what: string, fix: string): void => {
    problems.push(problem(path, what, fix));
  };
  if (onOneHost(settings) && gateways > 1) {
    const path = ["collector", "gateways"];
    const what = `${gateways} gateways on one machine, which has one port for agents and whose cores one gateway uses`;
    report(path, what, pasteable(path, 1));
  } else if (gateways > 1 && samplers === 0) {
    const path = ["collector", "samplers"];
    const what = `${gateways} gateways without a second tier: each would decide on a part of every trace`;
    report(path, what, pasteable(path, 2));
  }
  if (collector.kafka && samplers === 0) {
    const path = ["collector", "samplers"];
    report(path, "Kafka stands between two tiers, and there is one", pasteable(path, 2));
  }
  const { drain } = collector;
  const drained = ["collector", "drain", "samplers"];
  if (drain && collector.kafka) {
    const what =
      "Kafka hands the partitions of a sampler that goes to the others, so none is drained";
    report(drained, what, "remove collector.drain");
  } else if (drain && samplers === 0) {
    const what = "nobody is left to send to while samplers are drained";
    report(drained, what, pasteable(["collector", "samplers"], 1));
  }
  const password = collector.kafka?.sasl?.passwordSecret;
  if (password !== undefined) {
    const path = ["collector", "kafka", "sasl", "passwordSecret"];
    problems.push(...unknownSecret(settings, problem, path, password));
  }
  return problems;
}
