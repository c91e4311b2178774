import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { pasteable } from "../../stacks/keys.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { settingsSchema } from "../../stacks/schema.ts";
import { rawSettings } from "../../stacks/raw-settings.ts";
import { ownOf } from "../support/preset-settings.ts";

const parse = (own: Record<string, unknown>) =>
  parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml");

describe("good settings", () => {
  test("a preset alone is enough, and its defaults fill the rest", () => {
    const settings = parse({});
    expect(settings.destinations).toEqual([{ type: "jaeger" }, { type: "victoriametrics" }]);
    expect(settings.sampling).toMatchObject({ baselinePercent: 100, slowerThanSeconds: 30 });
    expect(settings.content).toEqual({ capture: false, patterns: [], redactAt: "export" });
    expect(settings.protectData).toBe(true);
  });

  test("an operator's value replaces one default and leaves its neighbours", () => {
    const { traffic } = parse({ traffic: { runsPerMinute: 600 } });
    expect(traffic).toMatchObject({
      runsPerMinute: 600,
      spansPerRun: 20,
      bytesPerSpan: 1500,
      longestRunSeconds: 180,
    });
  });

  test("of secrets only the names go on", () => {
    const { secrets } = parse({ secrets: { "team-webhook": "https://hooks.example/T0P" } });
    expect(secrets).toEqual(["team-webhook"]);
  });

  test("Pulumi's flat configuration gives the same as the stack file's YAML", () => {
    const flat = {
      "agentobs:preset": "local",
      "agentobs:protectData": "false",
      "agentobs:traffic": '{"runsPerMinute":5}',
      "other:key": "left alone",
    };
    const raw = { preset: "local", protectData: false, traffic: { runsPerMinute: 5 } };
    expect(rawSettings(flat)).toEqual(raw);
  });

  test("take a date without quotes, which Pulumi hands over as a time", () => {
    const raw = rawSettings({
      "agentobs:preset": "local",
      "agentobs:sampling": '{"fullUntil":"2026-12-01 00:00:00 +0000 UTC"}',
    });
    expect(parse(raw).sampling.fullUntil).toBe("2026-12-01");
  });
});

/** What only runs from images has an example for a cluster. */
const IN_A_CLUSTER = [
  "grafana",
  "jaeger",
  "kubernetes",
  "langfuse",
  "rotate",
  "tempo",
  "victoriametrics",
];

/** Keys that mean something to one vendor only. */
const PRESET_OF: Readonly<Record<string, string>> = {
  grafanaCloud: "grafana-cloud",
  honeycomb: "honeycomb",
};

test("every key's example is a line of YAML that the settings accept", () => {
  const alone = Object.keys(settingsSchema().properties ?? {}).filter(
    (key) => key !== "destinations" && key !== "preset",
  );
  for (const key of alone) {
    const line = parseYaml(pasteable([key])) as Record<string, unknown>;
    const preset = PRESET_OF[key] ?? (IN_A_CLUSTER.includes(key) ? "kubernetes-jaeger" : "local");
    const secrets = { "jaeger-storage-password": "x", ...ownOf(preset).secrets };
    const own = { preset, secrets, [key]: line[`agentobs:${key}`] };
    expect(() => parse(own), key).not.toThrow();
  }
});
