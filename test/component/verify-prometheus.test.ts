import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { modelFacts } from "../../cli/traffic/model-facts.ts";
import { runVerify, type Verification } from "../../cli/verify/run-verify.ts";
import { targetsOf } from "../../cli/verify/targets.ts";
import { startExporting } from "../support/exporting.ts";
import { type Prometheus, startPrometheus } from "../support/prometheus.ts";

/** A real Prometheus takes metrics by remote write; nobody here looks at where the traces go. */
describe("verify, with a real Prometheus behind a real collector", () => {
  let store: Prometheus;
  let collector: Awaited<ReturnType<typeof startExporting>>;
  let first: Verification;

  const verify = () => {
    const { destinations, endpoints } = collector;
    const prometheus = destinations.filter(({ kind }) => kind === "prometheus");
    const targets = targetsOf(prometheus, endpoints, () => undefined);
    return runVerify({ endpoints, targets, models: modelFacts, timeoutSeconds: 40 });
  };

  beforeAll(async () => {
    store = await startPrometheus();
    collector = await startExporting(
      [
        { type: "prometheus", endpoint: `${store.url}/api/v1/write` },
        { type: "otlp", endpoint: store.otlpUrl, signals: ["traces"] },
      ],
      {},
    );
    first = await verify();
  }, 120_000);
  afterAll(async () => {
    await collector.stop();
    await store.stop();
  });

  const problemsIn = ({ checks }: Verification) =>
    checks.flatMap(({ ok, name, seen }) => (ok ? [] : [`${name}: ${seen}`]));

  test("finds every metric of a first run, whose series are all new", () => {
    expect(problemsIn(first)).toEqual([]);
    expect(first.checks.filter(({ name }) => name.endsWith("in Prometheus")).length).toBe(16);
  });

  test("finds exactly what a second run added", async () => {
    expect(problemsIn(await verify())).toEqual([]);
  });
});
