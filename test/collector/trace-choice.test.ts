import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { eventually } from "../support/metrics.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import type { SeenSpan } from "../support/spans.ts";
import { type Contract, startStrict, type StrictServer } from "../support/strict-http.ts";
import { inference, span, traceId, traces } from "../support/traffic.ts";

const OPEN: Contract = { takes: { "/v1/traces": { signal: "traces" } }, encoding: "gzip" };
const CHOICES = {
  "sampled-all": { traces: "all", sampled: true },
  "sampled-genai": { traces: "genai", sampled: true },
  "every-genai": { traces: "genai", sampled: false },
  everything: { traces: "all", sampled: false },
} as const;
type Choice = keyof typeof CHOICES;

/** Plain spans of a web request, and among them one GenAI span or none. */
function request(kind: "agentic" | "failing" | "plain" | "broken") {
  const trace = traceId();
  const plain = (name: string) => span({ traceId: trace, name: `${kind} ${name}` });
  const failed = kind === "failing" || kind === "broken" ? { status: { code: 2 } } : {};
  const genai = kind === "agentic" || kind === "failing";
  return [
    plain("database"),
    ...(genai ? [span({ traceId: trace, name: `${kind} chat`, attributes: inference() })] : []),
    plain("cache"),
    span({ traceId: trace, name: `${kind} root`, ...failed }),
  ];
}

describe("choices of traces", () => {
  let collector: ExportingCollector;
  const servers = new Map<Choice, StrictServer>();
  const got = (choice: Choice): SeenSpan[] => servers.get(choice)?.spans() ?? [];
  const namesOf = (choice: Choice): string[] =>
    got(choice)
      .map(({ name }) => name)
      .sort();

  const names = (kind: string, genai: boolean): string[] =>
    [...(genai ? ["chat"] : []), "cache", "database", "root"].map((name) => `${kind} ${name}`);

  beforeAll(async () => {
    for (const choice of Object.keys(CHOICES) as Choice[])
      servers.set(choice, await startStrict(OPEN));
    const destinations = [...servers].map(([name, { url }]) => ({
      type: "otlp",
      name,
      endpoint: url,
      signals: ["traces"],
      ...CHOICES[name],
    }));
    const metrics = { type: "victoriametrics", endpoint: "http://127.0.0.1:9" };
    collector = await startExporting(
      [...destinations, metrics],
      {},
      {
        sampling: { ...TEST_COLLECTOR.sampling, baselinePercent: 0 },
      },
    );
    const all = (["agentic", "failing", "plain", "broken"] as const).map(request);
    // Spans of one trace come in several requests, and mixed with others.
    for (const index of [0, 1, 2, 3])
      await collector.send("traces", traces(all.flatMap((spans) => spans[index] ?? [])));
    await eventually(
      () => [...servers.keys()].map((choice) => got(choice).length),
      (counts) => counts.join() === "7,4,8,14",
    );
  });
  afterAll(async () => {
    await collector.stop();
    for (const server of servers.values()) await server.stop();
  });

  test("with traces: genai, unsampled, a trace with one GenAI span arrives whole and others not at all", () => {
    expect(namesOf("every-genai")).toEqual(
      [...names("agentic", true), ...names("failing", true)].sort(),
    );
  });

  test("with traces: genai, sampled, only the failing one of them arrives, whole", () => {
    expect(namesOf("sampled-genai")).toEqual(names("failing", true).sort());
  });

  test("with traces: all, sampled, what failed arrives whole, GenAI or not", () => {
    expect(namesOf("sampled-all")).toEqual(
      [...names("failing", true), ...names("broken", false)].sort(),
    );
  });

  test("with traces: all, unsampled, everything arrives", () => {
    expect(got("everything")).toHaveLength(14);
  });

  test("every one of them is cleaned: no note of the pipeline is left", () => {
    for (const choice of servers.keys())
      expect(JSON.stringify(got(choice)), choice).not.toContain("agentobs.");
  });
});
