import { expect, test } from "vitest";
import { parseSettings } from "../../stacks/parse.ts";
import { refusalOf } from "../support/refused.ts";

const messageOf = (own: Record<string, unknown>): string =>
  refusalOf(() => parseSettings({ preset: "kubernetes-jaeger", ...own }, "Pulumi.k.yaml"));

const problem = (where: string, what: string, fix: string) =>
  `Pulumi.k.yaml: agentobs:${where}: ${what}\n  Fix: ${fix}`;

test("processes have no image of Grafana", () => {
  expect(messageOf({ preset: "local", grafana: { run: true } })).toBe(
    problem(
      "grafana.run",
      "Grafana runs from its image, and processes have none",
      "agentobs:grafana: { run: false }",
    ),
  );
});

test("a Grafana without metrics of the stack's own has nothing to show", () => {
  const prometheus = { type: "prometheus", endpoint: "https://prometheus.example/api/v1/write" };
  expect(messageOf({ destinations: [{ type: "jaeger" }, prometheus] })).toBe(
    problem(
      "grafana.run",
      "Grafana would have no metrics to show: the stack runs no VictoriaMetrics",
      "add { type: victoriametrics } to the destinations, or leave Grafana out",
    ),
  );
});

test("production has no login over plain HTTP", () => {
  const own = { environment: "production", grafana: { rootUrl: "http://grafana.example" } };
  expect(messageOf(own)).toContain(
    problem(
      "grafana.rootUrl",
      "passwords and cookies would travel in plain text",
      'agentobs:grafana: { rootUrl: "https://grafana.example" }',
    ),
  );
});

test("an address that would hide something is refused", () => {
  expect(messageOf({ grafana: { rootUrl: "https://admin:pw@grafana.example" } })).toContain(
    "must be an address without user, query or fragment",
  );
});
