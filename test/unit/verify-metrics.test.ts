import { describe, expect, test } from "vitest";
import { Tally } from "../../cli/traffic/tally.ts";
import { newCanaries, survivors } from "../../cli/verify/canaries.ts";
import { metricFindings } from "../../cli/verify/metric-check.ts";
import { growth, type StoredSeries } from "../../cli/verify/stored-series.ts";

const FROM = { sentMillis: 10_000, collectorStartMillis: 5_000 };
const samples = (...pairs: (readonly [time: number, value: number])[]) =>
  pairs.map(([time, value]) => ({ time, value }));
const series = (
  labels: Readonly<Record<string, string>>,
  ...pairs: (readonly [number, number])[]
): StoredSeries => ({ labels, samples: samples(...pairs) });

describe("growth of a counter through the run", () => {
  test.each([
    ["is its value when it is new", [[10_500, 2]], 2],
    [
      "leaves out what it had before",
      [
        [8_000, 3],
        [10_500, 5],
      ],
      2,
    ],
    [
      "counts an idle one from its last value, however old",
      [
        [5_001, 3],
        [10_500, 5],
      ],
      2,
    ],
    [
      "ignores values from before the collector's start",
      [
        [4_000, 3],
        [10_500, 3],
      ],
      3,
    ],
    [
      "goes on after a reset",
      [
        [8_000, 3],
        [10_500, 4],
        [11_000, 1],
      ],
      2,
    ],
    ["is zero without a sample since", [[8_000, 3]], 0],
  ] as const)("%s", (_, pairs, expected) => {
    expect(growth(series({}, ...pairs), FROM)).toBe(expected);
  });
});

describe("derived metrics", () => {
  const agent = { gen_ai_agent_name: "agentobs.verify", gateway: "gw" };
  const tally = new Tally();
  tally.add("runs", { gen_ai_agent_name: "agentobs.verify", status: "ok" }, 2);
  tally.add("runIterations", { gen_ai_agent_name: "agentobs.verify", status: "ok" }, 3);
  const runs = (value: number, more: Readonly<Record<string, string>> = {}) =>
    series({ __name__: "agent_runs_total", ...agent, status: "ok", ...more }, [10_500, value]);
  const iterations = (suffix: string, value: number, more: Readonly<Record<string, string>> = {}) =>
    series({ __name__: `agent_run_iterations_${suffix}`, ...agent, status: "ok", ...more }, [
      10_500,
      value,
    ]);
  const histogram = [
    iterations("count", 1),
    iterations("sum", 3),
    iterations("bucket", 0, { le: "2" }),
    iterations("bucket", 1, { le: "3.0" }),
    iterations("bucket", 1, { le: "+Inf" }),
  ];
  const findingOf = (name: string, stored: readonly StoredSeries[]) =>
    metricFindings("a store", tally.series(), stored, FROM).find(
      (finding) => finding.name === `${name} in a store`,
    );

  test("are right when every series grew by what was sent, over all replicas", () => {
    const stored = [runs(1), runs(1, { gateway: "other" })];
    expect(findingOf("agent_runs_total", stored)).toMatchObject({ ok: true, seen: "2" });
    expect(findingOf("agent_run_iterations", histogram)).toMatchObject({ ok: true, seen: "1" });
  });

  test("name the series that lacks something", () => {
    expect(findingOf("agent_runs_total", [runs(1)])).toMatchObject({
      ok: false,
      expected: "2",
      seen: "1",
      details: [
        'agent_runs_total{gen_ai_agent_name="agentobs.verify",status="ok"}: 1 instead of 2',
      ],
    });
  });

  test("name a series that nobody sent", () => {
    const { details, ok } =
      findingOf("agent_runs_total", [runs(2), runs(1, { status: "error" })]) ?? {};
    expect(ok).toBe(false);
    expect(details).toEqual([
      'agent_runs_total{gen_ai_agent_name="agentobs.verify",status="error"}: 1 instead of 0',
    ]);
  });

  test("compare each bucket, the bound of the bucket included", () => {
    const wrong = histogram.map((one) =>
      one.labels["le"] === "3.0" ? iterations("bucket", 0, { le: "3.0" }) : one,
    );
    expect(findingOf("agent_run_iterations", wrong)).toMatchObject({
      ok: false,
      details: [
        'agent_run_iterations{gen_ai_agent_name="agentobs.verify",status="ok"} le=3.0: 0 instead of 1',
      ],
    });
  });

  test("must have been seen since the run was sent", () => {
    const seen = (unixSeconds: number) =>
      findingOf("agent_last_seen_seconds", [
        series({ __name__: "agent_last_seen_seconds", ...agent }, [10_500, unixSeconds]),
      ]);
    expect(seen(11)).toMatchObject({ ok: true });
    expect(seen(9)).toMatchObject({ ok: false, seen: "before this run" });
  });
});

describe("canaries", () => {
  test("are new in every run and named with their surroundings, without themselves", () => {
    const canaries = newCanaries();
    const { email, prompt } = canaries;
    expect(newCanaries().email.needle).not.toBe(email.needle);
    const found = survivors(canaries, "Jaeger", `{"agent.task":"write to ${email.text}"}`);
    expect(found).toEqual([
      'e-mail address found in Jaeger, after "{\\"agent.task\\":\\"write to canary."',
    ]);
    expect(survivors(canaries, "Jaeger", "nothing")).toEqual([]);
    expect(survivors(canaries, "Jaeger", `cut ${prompt.needle}`)).toHaveLength(1);
  });
});
