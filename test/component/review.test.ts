import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { beforeAll, describe, expect, test } from "vitest";
import type { ReviewDocument } from "../../cli/review/document.ts";
import { PROJECT } from "../../cli/stack-file.ts";
import { documentIn } from "../support/review.ts";
import { reviews } from "../support/run-review.ts";
import { samplesOfEveryMetric } from "../support/samples.ts";
import { startStore } from "../support/victoria-metrics.ts";

const { home, temporary, review } = reviews();

const panelsOf = ({ dashboards }: ReviewDocument) =>
  dashboards.flatMap(({ name, rows }) =>
    rows.flatMap(({ panels }) => panels.map((panel) => ({ name, panel }))),
  );

describe("a review on demo data", () => {
  let html: string;
  let drawn: ReviewDocument;
  beforeAll(async () => {
    const { code, output, html: read } = await review(PROJECT, "--demo");
    expect(output).toContain("drawn from demo data");
    expect(code).toBe(0);
    html = read();
    drawn = documentIn(html);
  });

  test("fills every query of every panel, unless empty is healthy", () => {
    const empty = panelsOf(drawn).flatMap(({ name, panel }) =>
      panel.emptyWhenHealthy
        ? []
        : panel.queries
            .filter((_, index) => !panel.answers[index]?.length)
            .map(({ text }) => `${name}: ${panel.title}: ${text}`),
    );
    expect(empty).toEqual([]);
    expect(panelsOf(drawn).length).toBeGreaterThan(30);
  });

  test("has a number in every series", () => {
    for (const { panel } of panelsOf(drawn))
      for (const { values } of panel.answers.flat())
        expect(
          values.some((value) => value !== null),
          panel.title,
        ).toBe(true);
  });

  test("counts a run once, however the panel counts", () => {
    const find = (title: string) => panelsOf(drawn).find(({ panel }) => panel.title === title);
    const all = find("Runs")?.panel.answers[0]?.[0]?.values[0] ?? 0;
    const byAgent = (find("Agents")?.panel.answers[0] ?? []).map(({ values }) => values[0] ?? 0);
    expect(byAgent.length).toBeGreaterThan(4);
    const sum = byAgent.reduce((total, value) => total + value, 0);
    expect(sum).toBe(all);
    expect(all).toBeGreaterThan(5000);
  });

  test("shows a day on which each of the agents' alerts fires and ends, and one that goes on", () => {
    const { endSeconds } = drawn.range;
    const fired = drawn.rules.filter(({ firing }) => firing.length > 0).map(({ name }) => name);
    expect(fired).toEqual(
      expect.arrayContaining([
        "AgentLoopIterationsHigh",
        "AgentToolFailureSpike",
        "AgentTokenBudgetExceeded",
        "AgentLatencyP99High",
        "AgentTracesMissing",
      ]),
    );
    const goesOn = drawn.rules.filter(({ firing }) =>
      firing.some(({ toSeconds }) => toSeconds === endSeconds),
    );
    expect(goesOn.map(({ name }) => name)).toContain("AgentTracesMissing");
    expect(goesOn.map(({ name }) => name)).not.toContain("AgentToolFailureSpike");
  });

  test("gives the same bytes again, and leaves nothing behind", async () => {
    const again = await review(PROJECT, "--demo");
    expect(again.html() === html).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

test("a review of a running stack draws its data, as far back as they reach", async () => {
  const store = await startStore({});
  try {
    await store.write(samplesOfEveryMetric(Date.now()));
    const http = Number(new URL(store.url).port);
    const file = join(home, "Pulumi.running.yaml");
    const config = { "agentobs:preset": "local", "agentobs:ports": { victoriametrics: { http } } };
    writeFileSync(file, stringify({ config }));
    const { code, output, html } = await review(PROJECT, "--stack", file);
    expect(output).toContain(`drawn from the data of ${store.url}`);
    expect(code).toBe(0);
    const { range, data, ...drawn } = documentIn(html());
    expect(data).toEqual({ kind: "stack", url: store.url });
    expect(range.endSeconds - range.startSeconds).toBe(15 * 60);
    const agents = drawn.dashboards
      .flatMap(({ rows }) => rows.flatMap(({ panels }) => panels))
      .find(({ title }) => title === "Agents");
    expect(agents?.answers[0]?.map(({ labels }) => labels["gen_ai_agent_name"])).toEqual([
      "planner",
    ]);
  } finally {
    await store.stop();
  }
});
