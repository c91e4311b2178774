import { describe, expect, test } from "vitest";
import { planOfSize } from "../../cli/sizes-page.ts";
import { DISKS } from "../../stacks/disks.ts";
import { EXAMPLE_SIZES } from "../../stacks/example-sizes.ts";
import { footprintRows } from "../../stacks/footprint-table.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { KUBERNETES_PRESETS } from "../../stacks/presets/index.ts";

const plan = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "kubernetes-jaeger", ...own }, "Pulumi.prod.yaml"));

describe("what the stores behind the collector get", () => {
  test("is what sampling keeps: what goes wrong, and a share of the rest", () => {
    const { load } = plan({ sampling: { baselinePercent: 10 }, traffic: { alwaysKeptPercent: 5 } });
    // 5 % + 10 % of 95 % of 300 spans/s.
    expect(load).toMatchObject({ spansPerSecond: 300, keptSpansPerSecond: 44 });
    expect(load.how.keptSpansPerSecond).toBe(
      "300 spans/s × (5 % kept always + 10 % of the others)",
    );
  });

  test("is everything as long as the settings ask for a full start", () => {
    const { load } = plan({ sampling: { fullUntil: "2026-12-01" } });
    expect(load.keptSpansPerSecond).toBe(300);
  });

  test("are series for each agent, tool and model, of each gateway", () => {
    const few = plan({ traffic: { agents: 10 } }).load;
    const many = plan({ traffic: { agents: 20 } }).load;
    const twice = plan({ traffic: { agents: 10 }, collector: { gateways: 4 } }).load;
    expect(many.activeSeries).toBeGreaterThan(few.activeSeries * 1.3);
    expect(twice.activeSeries).toBeGreaterThan(few.activeSeries * 1.3);
  });

  test("count declared agents even where the traffic says fewer", () => {
    const agents = Array.from({ length: 30 }, (_, n) => ({ name: `agent-${n}` }));
    expect(plan({ agents }).load.activeSeries).toBe(
      plan({ traffic: { agents: 30 } }).load.activeSeries,
    );
  });
});

describe("a footprint", () => {
  test("of Jaeger has room for the spans of the whole retention", () => {
    const { footprints } = plan({ retention: { traces: { days: 7 } } });
    // 44 spans/s × 252,000 s × 1500 B × 1.4 × 1.25 = 27 GiB, and 4 GiB: the next step is 50.
    expect(footprints.jaeger?.diskGiB).toBe(50);
    expect(footprints.jaeger?.how.diskGiB).toContain("44 spans/s × 36000 s a day × 7 days");
  });

  test("of Jaeger counts every span where it gets them unsampled", () => {
    const destinations = [{ type: "jaeger", sampled: false }, { type: "victoriametrics" }];
    const { footprints } = plan({ destinations });
    expect(footprints.jaeger?.how.diskGiB).toContain("300 spans/s");
    expect(footprints.jaeger?.diskGiB).toBe(200);
  });

  test("of a store shrinks with the hours of the day that are busy", () => {
    const { footprints } = plan({ traffic: { busyHoursPerDay: 8 } });
    expect(footprints.jaeger?.diskGiB).toBe(30);
  });

  test("of a sampler's disk holds its share of an hour of every span, for each destination", () => {
    const own = { traffic: { runsPerMinute: 60_000 }, retention: { traces: { days: 1 } } };
    const one = plan(own);
    expect(one.sizes.samplers).toBeGreaterThan(2);
    expect(one.sizes.queueSpans).toBe(Math.ceil((60_000 * 30 * 60) / one.sizes.samplers));
    const more = plan({
      ...own,
      destinations: [
        { type: "jaeger" },
        { type: "otlp", endpoint: "https://otlp.example" },
        { type: "victoriametrics" },
      ],
    });
    expect(more.footprints.sampler?.diskGiB).toBeGreaterThan(one.footprints.sampler?.diskGiB ?? 0);
  });

  test("of a gateway in front of samplers holds metrics only", () => {
    expect(plan().footprints.collector?.how.diskGiB).toContain("(0 queues × ");
    expect(plan().footprints.sampler?.how.diskGiB).toContain("+ 0 queues × ");
  });

  test("is the operator's where the settings say it", () => {
    const { footprints } = plan({ sizes: { jaeger: { diskGiB: 333, memoryMiB: 2000 } } });
    expect(footprints.jaeger).toMatchObject({ diskGiB: 333, memoryMiB: 2000 });
    expect(footprints.jaeger?.how).toMatchObject({ diskGiB: "as set", memoryMiB: "as set" });
  });

  test("of a disk stays the same with a little more traffic: a claim can't be changed", () => {
    const disks = [600, 620, 640].map(
      (runsPerMinute) => plan({ traffic: { runsPerMinute } }).footprints.jaeger?.diskGiB,
    );
    expect(new Set(disks).size).toBe(1);
  });

  test("belongs to every workload that runs, in words", () => {
    const { footprints, replicas } = plan();
    expect(Object.keys(footprints).sort()).toEqual(Object.keys(replicas).sort());
    for (const { how } of Object.values(footprints))
      for (const words of Object.values(how)) expect(words).toMatch(/\w/);
  });
});

describe("sizes that can't be", () => {
  const refused = (own: Record<string, unknown>) => () => plan(own);

  test("of a workload that the stack doesn't run are refused", () => {
    expect(
      refused({ sizes: { sampler: { cpuMillis: 100 } }, collector: { gateways: 1, samplers: 0 } }),
    ).toThrow(
      "agentobs:sizes.sampler: the stack runs no sampler\n  Fix: remove it: it runs jaeger,",
    );
  });

  test("such as a disk for who keeps nothing are refused", () => {
    expect(refused({ sizes: { vmalert: { diskGiB: 5 } } })).toThrow(
      "agentobs:sizes.vmalert.diskGiB: vmalert keeps no data, so it has no disk",
    );
  });

  test("such as more spans than badger's one disk can hold are refused, with the days that it can", () => {
    expect(refused({ traffic: { runsPerMinute: 60_000 } })).toThrow(
      "Jaeger would keep 3000 GiB on one disk, over 2000: badger is one process\n" +
        "  Fix: agentobs:retention: { traces: { days: 4 } }",
    );
  });
});

test("the last row of the table is the sum of all", () => {
  const rows = footprintRows(plan());
  const [total] = rows.slice(-1);
  const sum = rows.slice(0, -1).reduce((all, { memoryMiB }) => all + memoryMiB, 0);
  expect(total).toMatchObject({ memoryMiB: sum });
  expect(rows.find(({ workload }) => workload === "sampler")?.replicas).toBe(2);
});

describe.for(KUBERNETES_PRESETS)("the example sizes of %s", (preset) => {
  const total = (size: keyof typeof EXAMPLE_SIZES) =>
    footprintRows(planOfSize(preset, EXAMPLE_SIZES[size])).at(-1);

  test("grow from small to large in cores, memory and disk", () => {
    const [small, medium, large] = [total("small"), total("medium"), total("large")];
    for (const key of ["cpuMillis", "memoryMiB", "diskGiB"] as const) {
      expect(small?.[key], key).toBeLessThanOrEqual(medium?.[key] ?? 0);
      expect(medium?.[key], key).toBeLessThan(large?.[key] ?? 0);
    }
  });

  test("say of every disk what bounds it", () => {
    const { footprints } = planOfSize(preset, EXAMPLE_SIZES.medium);
    const disks = Object.entries(footprints).flatMap(([workload, { diskGiB }]) =>
      diskGiB === undefined ? [] : [workload],
    );
    expect(disks.filter((workload) => !(workload in DISKS))).toEqual([]);
  });
});
