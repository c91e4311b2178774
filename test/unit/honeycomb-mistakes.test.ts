import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { refusalOf } from "../support/refused.ts";
import { ownOf } from "../support/preset-settings.ts";

const messageOf = (own: Record<string, unknown>): string =>
  refusalOf(() =>
    parseSettings({ preset: "honeycomb", ...ownOf("honeycomb"), ...own }, "Pulumi.h.yaml"),
  );
const problem = (where: string, what: string, fix: string) =>
  `Pulumi.h.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;

const HERE = { type: "honeycomb", region: "eu", keySecret: "honeycomb-key" };

type Mistake = [title: string, own: Record<string, unknown>, ...messages: string[]];
const mistakes: Mistake[] = [
  [
    "neither key is set",
    { secrets: {} },
    problem(
      "destinations.0.keySecret",
      'there is no secret "honeycomb-key"',
      "pulumi config set --secret --path 'agentobs:secrets.honeycomb-key' <value>",
    ),
    problem(
      "honeycomb.keySecret",
      'there is no secret "honeycomb-configuration-key"',
      "pulumi config set --secret --path 'agentobs:secrets.honeycomb-configuration-key' <value>",
    ),
  ],
  [
    "the ingest key is to configure",
    { honeycomb: { keySecret: "honeycomb-key" } },
    problem(
      "honeycomb.keySecret",
      '"honeycomb-key" is the ingest key, which can only send data',
      "agentobs:honeycomb: { keySecret: honeycomb-configuration-key }",
    ),
  ],
  [
    "nothing is sent to Honeycomb",
    { destinations: [{ type: "otlp", endpoint: "https://otlp.example:4318" }] },
    problem(
      "honeycomb",
      "no destination sends to Honeycomb: its triggers would have nothing to look at",
      "agentobs:destinations: [{ type: honeycomb, region: eu, keySecret: honeycomb-key }]",
    ),
  ],
  [
    "two environments of Honeycomb",
    { destinations: [HERE, { ...HERE, name: "second" }] },
    problem(
      "honeycomb",
      "2 destinations send to Honeycomb, and one key sets up one environment",
      "agentobs:honeycomb: { manage: false }, or keep one",
    ),
  ],
  [
    "something stands before Honeycomb, which has no API",
    {
      destinations: [
        { type: "honeycomb", endpoint: "https://refinery.example", keySecret: "honeycomb-key" },
      ],
    },
    problem(
      "honeycomb.endpoint",
      "the destination has an endpoint of its own, which says nothing about the API",
      'agentobs:honeycomb: { endpoint: "https://api.honeycomb.io" }',
    ),
  ],
  [
    "the key would be read on the way",
    { honeycomb: { endpoint: "http://proxy.example" } },
    problem(
      "honeycomb.endpoint",
      "the key would travel in plain text",
      'agentobs:honeycomb: { endpoint: "https://proxy.example" }',
    ),
  ],
  [
    "an endpoint with a path",
    { honeycomb: { endpoint: "https://api.honeycomb.io/1" } },
    problem(
      "honeycomb.endpoint",
      'is "https://api.honeycomb.io/1", but must be an address without user, path, query or fragment',
      'agentobs:honeycomb: { endpoint: "https://api.honeycomb.io" }',
    ),
  ],
  [
    "no trigger at all",
    { honeycomb: { maxTriggers: 0 } },
    problem(
      "honeycomb.maxTriggers",
      "is 0, but must be a whole number from 1",
      "agentobs:honeycomb: { maxTriggers: 100 }",
    ),
  ],
  [
    "a frequency that Honeycomb doesn't have",
    { honeycomb: { frequencySeconds: 90 } },
    problem(
      "honeycomb.frequencySeconds",
      "is 90, but must be a multiple of 60",
      "agentobs:honeycomb: { frequencySeconds: 60 }",
    ),
  ],
  [
    "a webhook on this machine",
    {
      alerts: {
        routes: [{ severities: ["critical"], webhook: { url: "http://127.0.0.1:9099/" } }],
      },
    },
    problem(
      "alerts.routes.0.webhook.url",
      "Honeycomb sends the alerts, and can't reach http://127.0.0.1:9099/",
      "an address that is reached from the internet, or another route",
    ),
  ],
  [
    "secrets from a store, which Pulumi has not",
    {
      platform: "kubernetes",
      secrets: {},
      kubernetes: { externalSecrets: { store: { name: "vault" } } },
    },
    problem(
      "honeycomb.keySecret",
      "Pulumi itself needs the key, and with kubernetes.externalSecrets it has no secrets",
      "agentobs:honeycomb: { manage: false }",
    ),
  ],
];

test.for(mistakes)("%s", ([, own, ...messages]) => {
  expect(messageOf(own)).toBe(messages.join("\n"));
});
