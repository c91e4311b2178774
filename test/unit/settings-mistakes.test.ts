import { expect, test } from "vitest";
import { ProblemError } from "../../components/core/errors.ts";
import { parseSettings } from "../../stacks/parse.ts";

const parse = (own: Record<string, unknown>) =>
  parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml");

function messageOf(own: Record<string, unknown>): string {
  try {
    parse(own);
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("these settings were accepted");
}

/** `Pulumi.local.yaml: agentobs:` stands before every line. */
const problem = (where: string, what: string, fix: string) =>
  `Pulumi.local.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;

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
  [
    "a preset that is not built yet says so",
    { preset: "docker" },
    problem("preset", 'preset "docker" is not built yet', "agentobs:preset: local"),
  ],
  [
    "a missing preset",
    { preset: undefined },
    problem("preset", "no preset is named", "agentobs:preset: local"),
  ],
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
    "production on one machine's processes",
    { environment: "production" },
    problem(
      "environment",
      "processes on one machine have no second replica, and end with the machine",
      "agentobs:environment: development",
    ),
  ],
  [
    "a platform that is not built yet",
    { platform: "docker" },
    problem("platform", 'platform "docker" is not built yet', "agentobs:platform: process"),
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
