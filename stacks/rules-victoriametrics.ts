import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** A cluster of storages that can't run, or doesn't keep what it promises. */
export function victoriaMetricsProblems(settings: Settings, problem: Report): Problem[] {
  const { victoriametrics } = settings;
  const { cluster } = victoriametrics;
  if (!cluster) return [];
  const path = ["victoriametrics", "cluster"];
  if (onOneHost(settings))
    return [
      problem(path, "a host runs a single VictoriaMetrics", "remove victoriametrics.cluster"),
    ];
  if (!runningFor(settings).some(({ workload }) => workload === "vmstorage"))
    return [
      problem(
        path,
        "the stack runs no VictoriaMetrics: metrics go elsewhere",
        "remove victoriametrics.cluster, or add { type: victoriametrics } to the destinations",
      ),
    ];
  const { storages, replicationFactor } = cluster;
  const enough = 2 * replicationFactor - 1;
  if (storages >= enough) return [];
  const what = `with ${replicationFactor} copies and ${storages} storages, not every sample has its copies while ${replicationFactor - 1} of them ${replicationFactor === 2 ? "is" : "are"} away`;
  return [problem([...path, "storages"], what, pasteable([...path, "storages"], enough))];
}
