import { z } from "zod";

/**
 * What Honeycomb's API takes, as its OpenAPI document and the client of its Terraform provider say:
 * anything else is refused. https://api-docs.honeycomb.io/api
 */

const Tag = z.strictObject({
  key: z.string().regex(/^[a-z]{1,32}$/),
  value: z.string().regex(/^[a-z][a-z0-9/-]{1,127}$/),
});
const Tags = z.array(Tag).max(10);

const Filter = z.strictObject({
  column: z.string(),
  op: z.enum([
    ...(["=", "!=", ">", ">=", "<", "<=", "starts-with", "does-not-start-with"] as const),
    ...(["ends-with", "does-not-end-with", "exists", "does-not-exist"] as const),
    ...(["contains", "does-not-contain", "in", "not-in"] as const),
  ]),
  value: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
});

const PERCENTILES = [
  ...(["P001", "P01", "P05", "P10", "P20", "P25", "P50"] as const),
  ...(["P75", "P80", "P90", "P95", "P99", "P999"] as const),
] as const;
const Op = z.enum([
  ...(["COUNT", "CONCURRENCY", "SUM", "AVG", "COUNT_DISTINCT", "HEATMAP", "MAX", "MIN"] as const),
  ...PERCENTILES,
  ...(["RATE_AVG", "RATE_SUM", "RATE_MAX", "COUNT_DATAPOINTS", "HISTOGRAM_COUNT"] as const),
]);
export type Op = z.output<typeof Op>;

export const Query = z.strictObject({
  calculations: z
    .array(
      z.strictObject({
        op: Op,
        column: z.string().optional(),
        name: z.string().optional(),
        filters: z.array(Filter).max(100).optional(),
        filter_combination: z.enum(["AND", "OR"]).optional(),
      }),
    )
    .max(100)
    .optional(),
  formulas: z
    .array(z.strictObject({ name: z.string().min(1), expression: z.string().min(1) }))
    .optional(),
  calculated_fields: z
    .array(z.strictObject({ name: z.string(), expression: z.string() }))
    .max(100)
    .optional(),
  filters: z.array(Filter).max(100).optional(),
  filter_combination: z.enum(["AND", "OR"]).optional(),
  breakdowns: z.array(z.string()).max(100).optional(),
  havings: z
    .array(
      z.strictObject({
        calculate_op: Op.exclude(["HEATMAP"]),
        column: z.string().optional(),
        op: z.enum(["=", "!=", ">", ">=", "<", "<="]),
        value: z.number(),
      }),
    )
    .max(100)
    .optional(),
  orders: z.array(z.unknown()).max(100).optional(),
  limit: z.int().min(1).max(1000).optional(),
  time_range: z.int().min(1).default(7200),
  start_time: z.int().min(1).optional(),
  end_time: z.int().min(1).optional(),
  granularity: z.int().min(1).optional(),
});
export type Query = z.output<typeof Query>;

export const Column = z.strictObject({
  key_name: z.string().min(1).max(255),
  type: z.enum(["string", "float", "integer", "boolean", "histogram"]).default("string"),
  description: z.string().max(255).default(""),
  hidden: z.boolean().default(false),
});

/** What an update may repeat of an answer. */
const Echoed = { id: z.string().optional() };

export const Trigger = z.strictObject({
  ...Echoed,
  name: z.string().min(1).max(120),
  description: z.string().max(1023).default(""),
  disabled: z.boolean().default(false),
  query: Query,
  threshold: z.strictObject({
    op: z.enum([">", ">=", "<", "<="]),
    value: z.number(),
    exceeded_limit: z.int().min(1).max(5).default(1),
  }),
  frequency: z.int().min(60).max(86_400).multipleOf(60).default(900),
  alert_type: z.enum(["on_change", "on_true"]).default("on_change"),
  recipients: z
    .array(
      z.strictObject({
        id: z.string(),
        details: z
          .strictObject({
            pagerduty_severity: z.enum(["critical", "error", "warning", "info"]).optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  tags: Tags.default([]),
});

const recipient = <T extends string, S extends z.ZodRawShape>(type: T, details: S) =>
  z.strictObject({ ...Echoed, type: z.literal(type), details: z.strictObject(details) });

export const Recipient = z.discriminatedUnion("type", [
  recipient("email", { email_address: z.email() }),
  recipient("slack", { slack_channel: z.string().regex(/^[#@]/) }),
  recipient("pagerduty", {
    pagerduty_integration_name: z.string().min(1),
    pagerduty_integration_key: z.string().length(32),
  }),
  recipient("webhook", {
    webhook_name: z.string().min(1).max(255),
    webhook_url: z.url().max(2048),
    webhook_secret: z.string().max(255).optional(),
  }),
]);
export type Recipient = z.output<typeof Recipient>;

const Position = z.strictObject({
  x_coordinate: z.int().min(0),
  y_coordinate: z.int().min(0),
  width: z.int().min(0).max(12),
  height: z.int().min(0),
});
const Chart = z.strictObject({
  chart_index: z.int().min(0).default(0),
  chart_type: z
    .enum(["default", "line", "stacked", "stat", "tsbar", "cbar", "cpie"])
    .default("default"),
  log_scale: z.boolean().default(false),
  omit_missing_values: z.boolean().default(false),
});
const QueryPanel = z.strictObject({
  type: z.literal("query"),
  position: Position.optional(),
  query_panel: z.strictObject({
    query_id: z.string(),
    query_annotation_id: z.string(),
    query_style: z.enum(["graph", "table", "combo"]).default("graph"),
    visualization_settings: z.strictObject({ charts: z.array(Chart).optional() }).optional(),
  }),
});
const TextPanel = z.strictObject({
  type: z.literal("text"),
  position: Position.optional(),
  text_panel: z.strictObject({ content: z.string().max(10_000) }),
});

export const Board = z.strictObject({
  ...Echoed,
  name: z.string().min(1).max(255),
  description: z.string().max(1024).default(""),
  type: z.literal("flexible"),
  layout_generation: z.enum(["auto", "manual"]).default("manual"),
  panels: z.array(z.discriminatedUnion("type", [QueryPanel, TextPanel])).default([]),
  tags: Tags.default([]),
});

export const Annotation = z.strictObject({
  ...Echoed,
  name: z.string().min(1).max(320),
  description: z.string().max(1023).default(""),
  query_id: z.string(),
});

/** OTLP as JSON: one request of metrics. */
export const Metrics = z.object({
  resourceMetrics: z
    .array(
      z.object({
        scopeMetrics: z.array(
          z.object({ metrics: z.array(z.object({ name: z.string() })).min(1) }),
        ),
      }),
    )
    .min(1),
});
