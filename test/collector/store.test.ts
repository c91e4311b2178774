import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COMMON_LABELS, METRICS } from "../../components/core/metrics.ts";
import { binary } from "../support/binaries.ts";
import { running } from "../support/collector-process.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { spansOfEveryMetric } from "../support/every-metric.ts";
import { traces } from "../support/traffic.ts";

type LabelSet = Readonly<Record<string, string>>;

describe("in VictoriaMetrics", () => {
  let collector: RunningCollector;
  let base: string;
  const seriesOf = async (name: string): Promise<LabelSet[]> => {
    const query = new URLSearchParams({ "match[]": name, start: "-5m" });
    const response = await fetch(`${base}/api/v1/series?${query.toString()}`);
    return ((await response.json()) as { data: LabelSet[] }).data;
  };

  beforeAll(async () => {
    collector = await startCollector({}, (address, folder) => {
      base = address.origin;
      const args = [
        `-httpListenAddr=${address.host}`,
        `-storageDataPath=${folder}/store`,
        "-opentelemetry.usePrometheusNaming",
        "-opentelemetry.promoteAllResourceAttributes=false",
        "-opentelemetry.promoteScopeMetadata=false",
      ];
      return running(binary("victoriametrics"), args, {}, `${base}/health`);
    });
    expect(await collector.send("traces", traces(spansOfEveryMetric()))).toBe(200);
    for (let attempt = 0; attempt < 60; attempt++) {
      if ((await seriesOf("agent_values_bounded_total")).length > 0) break;
      await sleep(500);
    }
  });
  afterAll(() => collector.stop());

  test.for(Object.entries(METRICS))(
    "%s has its name and exactly its labels",
    async ([, metric]) => {
      const name = metric.kind === "histogram" ? `${metric.prometheus}_count` : metric.prometheus;
      const series = await seriesOf(name);
      expect(series.length).toBeGreaterThan(0);
      const labels = new Set(series.flatMap((one) => Object.keys(one)));
      expect([...labels].sort()).toEqual(["__name__", ...COMMON_LABELS, ...metric.labels].sort());
    },
  );

  test("nothing else has been stored under the kit's prefix", async () => {
    const response = await fetch(
      `${base}/api/v1/label/__name__/values?match[]={__name__=~"agent.*"}`,
    );
    const { data } = (await response.json()) as { data: string[] };
    const known = Object.values(METRICS).map(({ prometheus }) => prometheus);
    const plainName = (name: string): string => name.replace(/_(bucket|sum|count)$/, "");
    expect([...new Set(data.map(plainName))].sort()).toEqual([...known].sort());
  });
});
