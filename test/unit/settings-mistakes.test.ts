import { expect, test } from "vitest";
import { presetNames } from "../../stacks/presets/names.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { refusalOf } from "../support/refused.ts";

const parse = (own: Record<string, unknown>) =>
  parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml");

const messageOf = (own: Record<string, unknown>): string => refusalOf(() => parse(own));

/** `Pulumi.local.yaml: agentobs:` stands before every line. */
const problem = (where: string, what: string, fix: string) =>
  `Pulumi.local.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;

const built = `agentobs:preset: ${presetNames.join(" | ")}`;

const mistakes: [title: string, own: Record<string, unknown>, message: string][] = [
  [
    "an unknown preset names the nearest one",
    { preset: "locl" },
    problem(
      "preset",
      'there is no preset "locl"; the nearest is "local"',
      "agentobs:preset: local",
    ),
  ],
  ["a missing preset", { preset: undefined }, problem("preset", "no preset is named", built)],
  [
    "an unknown key names the nearest one",
    { sampeling: {} },
    problem(
      "sampeling",
      'there is no such key; the nearest is "sampling"',
      'agentobs:sampling: { slowerThanSeconds: 30, maxIterations: 8, baselinePercent: 10, fullUntil: "2026-12-01", decisionWaitSeconds: 210, decisionWaitAfterRootSeconds: 10, largestTraceMiB: 20 }',
    ),
  ],
  [
    "an unknown nested key names the nearest one",
    { sampling: { basePercent: 5 } },
    problem(
      "sampling.basePercent",
      'there is no such key; the nearest is "baselinePercent"',
      "agentobs:sampling: { baselinePercent: 10 }",
    ),
  ],
  [
    "a wrong type",
    { traffic: { runsPerMinute: "many" } },
    problem(
      "traffic.runsPerMinute",
      'is "many", but must be a whole number',
      "agentobs:traffic: { runsPerMinute: 60 }",
    ),
  ],
  [
    "a percentage over 100",
    { sampling: { baselinePercent: 250 } },
    problem(
      "sampling.baselinePercent",
      "is 250, but must be at most 100",
      "agentobs:sampling: { baselinePercent: 10 }",
    ),
  ],
  [
    "a percentage under 0",
    { alerts: { loop: { overPercent: -1 } } },
    problem(
      "alerts.loop.overPercent",
      "is -1, but must be a percentage from 0 to 100",
      "agentobs:alerts: { loop: { overPercent: 1 } }",
    ),
  ],
  [
    "a value that is not in the list",
    { environment: "prod" },
    problem(
      "environment",
      'is "prod", but must be one of development, staging, production',
      "agentobs:environment: development",
    ),
  ],
  [
    "a date that is none",
    { sampling: { fullUntil: "next week" } },
    problem(
      "sampling.fullUntil",
      'is "next week", but must be a date such as 2026-12-01',
      'agentobs:sampling: { fullUntil: "2026-12-01" }',
    ),
  ],
  [
    "a wait that is shorter than the longest run",
    { sampling: { decisionWaitSeconds: 10 } },
    problem(
      "sampling.decisionWaitSeconds",
      "10 s is not longer than the longest run (traffic.longestRunSeconds: 180): runs would be decided on half their spans",
      "agentobs:sampling: { decisionWaitSeconds: 210 }",
    ),
  ],
  [
    "a wait after the root that is longer than the whole wait",
    { sampling: { decisionWaitAfterRootSeconds: 300 } },
    problem(
      "sampling.decisionWaitAfterRootSeconds",
      "300 s after the root span is longer than the whole wait of 210 s: it would never apply",
      "agentobs:sampling: { decisionWaitAfterRootSeconds: 10 }",
    ),
  ],
  [
    "a largest trace that is smaller than an ordinary run",
    {
      traffic: { spansPerRun: 5000, bytesPerSpan: 2000, runsPerMinute: 1 },
      sampling: { largestTraceMiB: 5 },
    },
    problem(
      "sampling.largestTraceMiB",
      "5 MiB is smaller than an ordinary run (5000 spans × 2000 B of traffic): every run would be dropped",
      "agentobs:sampling: { largestTraceMiB: 96 }",
    ),
  ],
  [
    "ordinary runs that no store could show",
    { traffic: { spansPerRun: 200_000, bytesPerSpan: 2000, runsPerMinute: 1 } },
    problem(
      "traffic.spansPerRun",
      "200000 spans × 2000 B make ordinary runs of 382 MiB: no trace store shows such a trace",
      "start a new trace for each step, or declare what a run really sends",
    ),
  ],
  [
    "a wait whose buffer no single process should hold",
    { traffic: { runsPerMinute: 12_000, longestRunSeconds: 600 } },
    problem(
      "collector.samplers",
      "one sampler would need 28376 MiB, over 16384: 256 MiB + 2 (garbage) × 1 buffer × (5040000 spans × 2800 B + 38 MiB for the largest trace + 2 × 2520000 decisions × 117 B)",
      "agentobs:collector: { samplers: 2 }",
    ),
  ],
  [
    "more traffic than 64 samplers hold",
    { traffic: { runsPerMinute: 1_000_000, longestRunSeconds: 36_000 } },
    problem(
      "traffic.longestRunSeconds",
      "one sampler would need 133641378 MiB, over 16384: 256 MiB + 2 (garbage) × 1 buffer × (24020000002 spans × 2800 B + 38 MiB for the largest trace + 2 × 12010240200 decisions × 117 B)",
      "declare shorter runs or less traffic: no 64 samplers hold this",
    ),
  ],
  [
    "a date that no calendar has",
    { sampling: { fullUntil: "2026-02-30" } },
    problem(
      "sampling.fullUntil",
      'is "2026-02-30", but must be a date such as 2026-12-01',
      'agentobs:sampling: { fullUntil: "2026-12-01" }',
    ),
  ],
  [
    "several gateways on one machine",
    { collector: { gateways: 3 } },
    problem(
      "collector.gateways",
      "3 gateways on one machine, which has one port for agents and whose cores one gateway uses",
      "agentobs:collector: { gateways: 1 }",
    ),
  ],
  [
    "a sampler that is drained with nobody to send to instead",
    { collector: { samplers: 0, drain: { samplers: 1 } } },
    problem(
      "collector.drain.samplers",
      "nobody is left to send to while samplers are drained",
      "agentobs:collector: { samplers: 1 }",
    ),
  ],
  [
    "a sampler that is drained although Kafka stands before it",
    {
      collector: { samplers: 2, drain: { samplers: 1 }, kafka: { brokers: ["k.example:9093"] } },
    },
    problem(
      "collector.drain.samplers",
      "Kafka hands the partitions of a sampler that goes to the others, so none is drained",
      "remove collector.drain",
    ),
  ],
  [
    "Kafka between tiers of which there is one",
    { collector: { kafka: { brokers: ["kafka-0.example:9093"] } } },
    problem(
      "collector.samplers",
      "Kafka stands between two tiers, and there is one",
      "agentobs:collector: { samplers: 2 }",
    ),
  ],
  [
    "a broker without a port",
    { collector: { samplers: 2, kafka: { brokers: ["kafka-0.example"] } } },
    problem(
      "collector.kafka.brokers.0",
      'is "kafka-0.example", but must be host:port',
      'agentobs:collector: { kafka: { brokers: ["kafka-0.example:9093"] } }',
    ),
  ],
  [
    "a password of the brokers that is no secret",
    {
      collector: {
        samplers: 2,
        kafka: {
          brokers: ["kafka-0.example:9093"],
          sasl: { mechanism: "PLAIN", username: "kit", passwordSecret: "kafka-password" },
        },
      },
    },
    problem(
      "collector.kafka.sasl.passwordSecret",
      'there is no secret "kafka-password"',
      "pulumi config set --secret --path 'agentobs:secrets.kafka-password' <value>",
    ),
  ],
  [
    "a port of a replica that something else has: all replicas move together",
    { collector: { samplers: 2 }, ports: { jaeger: { ui: 14401 } } },
    problem(
      "ports.sampler.otlpGrpc",
      "port 14401 of sampler-1 is already jaeger.ui",
      "agentobs:ports: { sampler: { otlpGrpc: 14402 } }",
    ),
  ],
  [
    "no destination for the metrics",
    { destinations: [{ type: "jaeger" }] },
    problem(
      "destinations",
      "no destination takes the metrics",
      "agentobs:destinations: [{ type: jaeger }, { type: victoriametrics }]",
    ),
  ],
  [
    "the same port twice",
    { ports: { jaeger: { ui: 8428 } } },
    problem(
      "ports.victoriametrics.http",
      "port 8428 is already jaeger.ui",
      "agentobs:ports: { victoriametrics: { http: 8429 } }",
    ),
  ],
  [
    "a port that is none",
    { ports: { jaeger: { ui: 70000 } } },
    problem(
      "ports.jaeger.ui",
      "is 70000, but must be at most 65535",
      "agentobs:ports: { jaeger: { ui: 16686 } }",
    ),
  ],
  [
    "content capture without a written reason",
    { content: { capture: true } },
    problem(
      "content.reason",
      "prompts and answers may only be stored for a written reason",
      'agentobs:content: { reason: "support case 4711, until Friday" }',
    ),
  ],
  [
    "a secret that is not there",
    { alerts: { routes: [{ severities: ["critical"], webhook: { urlSecret: "hook" } }] } },
    problem(
      "alerts.routes.0.webhook.urlSecret",
      'there is no secret "hook"',
      "pulumi config set --secret --path 'agentobs:secrets.hook' <value>",
    ),
  ],
  [
    "an agent that is declared twice",
    { agents: [{ name: "a" }, { name: "a" }] },
    problem(
      "agents.1",
      'agent "a" is declared twice',
      "give each agent one entry, or the two different services",
    ),
  ],
  [
    "an agent that would be forgotten before it is missing",
    { alerts: { missing: { silentSeconds: 600, seenWithinSeconds: 300 } } },
    problem(
      "alerts.missing.seenWithinSeconds",
      "300 s is not longer than silentSeconds (600 s): no agent could ever be missing",
      "agentobs:alerts: { missing: { seenWithinSeconds: 86400 } }",
    ),
  ],
  [
    "an unknown place for the redaction",
    { content: { redactAt: "sampling" } },
    problem(
      "content.redactAt",
      'is "sampling", but must be one of export, ingest',
      "agentobs:content: { redactAt: export }",
    ),
  ],
  [
    "a model's name that no provider gives",
    { models: [{ name: "my model|" }] },
    problem(
      "models.0.name",
      'is "my model|", but must be a model\'s name: at most 80 letters, digits and . _ : @ / + -',
      "agentobs:models: [{ name: house-model }]",
    ),
  ],
  [
    "a negative price",
    { models: [{ name: "gpt-5", usdPerMillionTokens: { input: -1 } }] },
    problem(
      "models.0.usdPerMillionTokens.input",
      "is -1, but must be a price from 0",
      "agentobs:models: [{ usdPerMillionTokens: { input: 0.5 } }]",
    ),
  ],
  [
    "a price that is a text",
    { models: [{ name: "gpt-5", usdPerMillionTokens: { input: "$1" } }] },
    problem(
      "models.0.usdPerMillionTokens.input",
      'is "$1", but must be a price as a number',
      "agentobs:models: [{ usdPerMillionTokens: { input: 0.5 } }]",
    ),
  ],
  [
    "a price above what the table has room for",
    { models: [{ name: "gpt-5", usdPerMillionTokens: { input: 1, output: 5000 } }] },
    problem(
      "models.0.usdPerMillionTokens.output",
      "is 5000, but must be at most 999",
      "agentobs:models: [{ usdPerMillionTokens: { output: 1.5 } }]",
    ),
  ],
  [
    "a context window that is no number of tokens",
    { models: [{ name: "gpt-5", contextWindowTokens: 0.4 }] },
    problem(
      "models.0.contextWindowTokens",
      "is 0.4, but must be a whole number",
      "agentobs:models: [{ contextWindowTokens: 128000 }]",
    ),
  ],
  [
    "a model that the table doesn't hold, without a price",
    { models: [{ name: "house-model", contextWindowTokens: 32000 }] },
    problem(
      "models.0",
      '"house-model" is not in the price table, so it needs a price',
      "agentobs:models: [{ name: house-model, usdPerMillionTokens: { input: 0.5, output: 1.5 } }]",
    ),
  ],
  [
    "a model of which nothing is said",
    { models: [{ name: "GPT-5" }] },
    problem(
      "models.0",
      '"GPT-5" has neither a price nor a context window',
      'agentobs:models: [{ name: "GPT-5", usdPerMillionTokens: { input: 0.5, output: 1.5 } }]',
    ),
  ],
  [
    "the same model twice",
    {
      models: [
        { name: "gpt-5", contextWindowTokens: 1000 },
        { name: "GPT-5", contextWindowTokens: 2000 },
      ],
    },
    problem("models.1", 'model "GPT-5" is declared twice', "keep one of the two"),
  ],
  [
    "production on one machine",
    { environment: "production" },
    problem(
      "environment",
      "what runs on one machine has no second replica, and ends with the machine",
      "agentobs:environment: development",
    ),
  ],
];
test.for(mistakes)("%s", ([, own, message]) => {
  expect(messageOf(own)).toBe(message);
});

test("all mistakes are reported at once", () => {
  const message = messageOf({
    preset: "cloud",
    traffic: { runsPerMinute: 0 },
    protectdata: true,
    ports: { jaeger: { uii: 1 } },
  });
  expect(message.match(/Fix:/g)).toHaveLength(4);
});
