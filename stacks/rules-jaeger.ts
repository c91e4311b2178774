import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { unknownSecret } from "./rules-secrets.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** Stores and numbers of Jaeger that can't work together, or here. */
export function jaegerProblems(settings: Settings, problem: Report): Problem[] {
  const { jaeger, environment } = settings;
  const { storage, replicas = 1 } = jaeger;
  const path = ["jaeger", "storage"];
  if (!storage) {
    if (replicas === 1) return [];
    const what = `${replicas} replicas, and badger keeps each one's traces from the others`;
    return [problem(["jaeger", "replicas"], what, pasteable(path))];
  }
  const given = Object.entries(storage).filter(([, value]) => value !== undefined);
  if (given.length !== 1)
    return [problem(path, "needs either clickhouse or elasticsearch", pasteable(path))];
  if (!runningFor(settings).some(({ workload }) => workload === "jaeger")) {
    const what = "this stack runs no Jaeger that could store there";
    return [problem(path, what, pasteable(["destinations"], [{ type: "jaeger" }]))];
  }
  if (onOneHost(settings))
    return [
      problem(path, "on one machine Jaeger keeps its traces itself", "remove jaeger.storage"),
    ];
  const { clickhouse, elasticsearch } = storage;
  const [kind] = given[0] ?? [""];
  const problems: Problem[] = [];
  const secret = (clickhouse ?? elasticsearch)?.passwordSecret ?? "";
  problems.push(...unknownSecret(settings, problem, [...path, kind, "passwordSecret"], secret));
  if (environment !== "production") return problems;
  const inClear = "in production traces and passwords travel over TLS only";
  if (clickhouse?.tls === false) {
    const at = [...path, "clickhouse", "tls"];
    problems.push(problem(at, inClear, pasteable(at, true)));
  }
  if (elasticsearch?.urls.some((url) => url.startsWith("http:"))) {
    const at = [...path, "elasticsearch", "urls"];
    problems.push(problem(at, inClear, pasteable(at)));
  }
  return problems;
}
