import { z } from "zod";
import { FleetSettings } from "./settings-fleet.ts";
import { address, Contents, uid } from "./settings-managed-grafana.ts";
import { percent, positive, secretName, shown, text } from "./settings-types.ts";

const Existing = z
  .strictObject({
    url: address("https://acme.grafana.net", "The stack's Grafana."),
    serviceAccountTokenSecret: secretName(
      "grafana-service-account",
      "the token of a service account with the role Admin",
    ),
  })
  .meta(
    shown(
      { url: "https://acme.grafana.net", serviceAccountTokenSecret: "grafana-service-account" },
      "A stack that is there already.",
    ),
  );

const LABEL = /^[a-zA-Z0-9/._-]+$/;
const labelText = z.string().regex(LABEL, { error: "letters, digits and / - . _" });

/** Limits are the API's: https://registry.terraform.io/providers/grafana/grafana/latest/docs/resources/cloud_stack */
const Managed = z
  .strictObject({
    slug: z
      .string()
      .regex(/^[a-z][a-z0-9]{0,28}$/, { error: "up to 29 lower-case letters and digits" })
      .meta(shown("acmeagents", "Its address is https://<slug>.grafana.net.")),
    name: text("Agents of Acme", "What people see. Default: the slug.").optional(),
    region: text("prod-eu-west-2", "Where it is. It can't move."),
    cloudTokenSecret: secretName(
      "grafana-cloud-access",
      "an access policy token of the organisation that may make stacks",
    ),
    labels: z
      .record(labelText, labelText)
      .refine((labels) => Object.keys(labels).length <= 10, { error: "at most 10 labels" })
      .meta(shown({ team: "agents" }, "Labels of the stack."))
      .default({}),
    tokenDays: positive(90, "How long the tokens are good that the kit makes.").default(90),
    renewBeforeDays: positive(
      30,
      "A `pulumi up` so many days before their end makes new ones.",
    ).default(30),
  })
  .meta(
    shown(
      { slug: "acmeagents", region: "prod-eu-west-2", cloudTokenSecret: "grafana-cloud-access" },
      "A stack that the kit makes. `protectData` protects it.",
    ),
  );

const objective = {
  name: text("Tool calls succeed", "What people see."),
  agent: text("research-agent", "Only runs of this agent. Default: all.").optional(),
  percent: z
    .number({ error: "a percentage between 0 and 100" })
    .gt(0, { error: "a percentage between 0 and 100" })
    .lt(100, { error: "a percentage between 0 and 100" })
    .meta(shown(99, "The share that must be good.")),
  days: positive(28, "Over so many days.").default(28),
  alerts: z
    .boolean({ error: "true or false" })
    .meta(shown(false, "Alerts on its burn rate. They follow the instance's notification policy."))
    .default(false),
};
const typed = <const T extends string>(type: T) =>
  z.strictObject({ type: z.literal(type).meta(shown(type, "What is measured.")), ...objective });

/** https://grafana.com/docs/grafana-cloud/alerting-and-irm/slo/ */
const Slo = z.discriminatedUnion("type", [
  typed("tool-calls"),
  typed("runs"),
  typed("run-duration").extend({
    withinSeconds: z
      .number({ error: "a number of seconds" })
      .gt(0, { error: "a number of seconds" })
      .meta(shown(30, "A run is good that takes no longer: a bound of the metric's buckets.")),
  }),
]);

const name = (example: string, description: string) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, { error: "lower-case letters, digits and underscores" })
    .meta(shown(example, description));

/** https://grafana.com/docs/grafana-cloud/observe-and-act/agent-observability/ */
const Evaluator = z.strictObject({
  id: name("no_secrets", "Its name in Agent Observability, for ever."),
  description: text("Flags answers that leak secrets.", "What people see.").optional(),
  version: text("1", "Version of the definition.").default("1"),
  kind: z
    .enum(["llm_judge", "json_schema", "regex", "heuristic"])
    .meta(shown("regex", "How it scores.")),
  config: z
    .record(z.string(), z.unknown())
    .meta(shown({ pattern: "(?i)api[_-]?key" }, "What its kind needs, as Grafana documents it.")),
  outputKeys: z
    .array(z.record(z.string(), z.unknown()))
    .min(1)
    .meta(shown([{ key: "clean", type: "bool" }], "What it says, as Grafana documents it.")),
  selector: z
    .enum([
      "user_visible_turn",
      "all_assistant_generations",
      "tool_call_steps",
      "errored_generations",
    ])
    .meta(shown("user_visible_turn", "Which answers are scored."))
    .default("user_visible_turn"),
  agent: text("research-agent", "Only answers of this agent. Default: all.").optional(),
  percent: percent(1, "Share of them that is scored: each costs.").default(1),
});

/** `agentobs:grafanaCloud`: the stack that a destination `grafana-cloud` sends to, seen from Grafana. */
export const GrafanaCloudSettings = z.strictObject({
  existing: Existing.optional(),
  managed: Managed.optional(),
  ...Contents,
  dataSources: z
    .strictObject({
      metricsUid: uid("grafanacloud-prom", "Of the metrics.").default("grafanacloud-prom"),
      tracesUid: uid("grafanacloud-traces", "Of the traces.").default("grafanacloud-traces"),
    })
    .meta({ description: "Uids of the stack's own data sources." })
    .prefault({}),
  slos: z
    .array(Slo)
    .meta(
      shown(
        [{ name: "Tool calls succeed", type: "tool-calls", percent: 99 }],
        "Service level objectives.",
      ),
    )
    .default([]),
  evaluators: z
    .array(Evaluator)
    .meta(
      shown(
        [
          {
            id: "no_secrets",
            kind: "regex",
            config: { pattern: "(?i)api[_-]?key" },
            outputKeys: [{ key: "clean", type: "bool" }],
          },
        ],
        "What Agent Observability scores answers with. It needs them: `content.capture`.",
      ),
    )
    .default([]),
  fleet: FleetSettings.optional(),
});
