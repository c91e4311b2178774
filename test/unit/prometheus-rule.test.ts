import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { ruleGroups } from "../../alerts/groups.ts";
import { prometheusRuleFile, type PrometheusRuleTarget } from "../../alerts/prometheus-rule.ts";
import { ALERTS } from "../../alerts/rule.ts";
import { DEFAULT_ALERTS } from "../support/alerts-plan.ts";

const Duration = z
  .string()
  .regex(
    /^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/,
  );
const Texts = z.record(z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/), z.string());

/**
 * The schema of the custom resource, as far as it goes, and strict: an unknown field is refused.
 * https://github.com/prometheus-operator/prometheus-operator/blob/main/example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml
 */
const PrometheusRule = z.strictObject({
  apiVersion: z.literal("monitoring.coreos.com/v1"),
  kind: z.literal("PrometheusRule"),
  metadata: z.strictObject({
    name: z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/),
    labels: z.record(z.string(), z.string().max(63)),
  }),
  spec: z.strictObject({
    groups: z.array(
      z.strictObject({
        name: z.string().min(1),
        interval: Duration.optional(),
        labels: Texts.optional(),
        limit: z.int().optional(),
        query_offset: Duration.optional(),
        partial_response_strategy: z
          .string()
          .regex(/^(?:abort|warn)?$/i)
          .optional(),
        rules: z.array(
          z.strictObject({
            alert: z.string().optional(),
            record: z.string().optional(),
            expr: z.union([z.string(), z.int()]),
            for: Duration.optional(),
            keep_firing_for: Duration.min(1).optional(),
            labels: Texts.optional(),
            annotations: Texts.optional(),
          }),
        ),
      }),
    ),
  }),
});

const target = { name: "agentobs", dialect: "prometheus", labels: { release: "kps" } } as const;
const plan = {
  ...DEFAULT_ALERTS,
  heartbeat: true,
  expiries: [{ name: "ingest-certificate", atSeconds: 1_806_451_200 }],
};
const file = (to: PrometheusRuleTarget) => prometheusRuleFile(plan, ruleGroups(plan), to);
const rendered = () => PrometheusRule.parse(parse(file(target)));

test("is what the custom resource's schema takes, field by field", () => {
  const { spec, metadata } = rendered();
  const names = spec.groups.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  expect(new Set(names)).toEqual(new Set(ALERTS));
  expect(metadata.labels["release"]).toBe("kps");
});

test("group names are unique, as the schema's list key asks", () => {
  const names = rendered().spec.groups.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("speaks the dialect of its store", () => {
  expect(file(target)).not.toContain("increase_pure");
  expect(file({ ...target, dialect: "victoriametrics" })).toContain("increase_pure");
});

test("an unknown field would be noticed", () => {
  const text = file(target).replace("interval:", "every:");
  expect(() => PrometheusRule.parse(parse(text))).toThrow("every");
});
