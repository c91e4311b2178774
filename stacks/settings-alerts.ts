import { z } from "zod";
import { Heartbeat, MuteTime, Route } from "./settings-routes.ts";
import { percent, positive, shown } from "./settings-types.ts";

const forSeconds = (value: number) =>
  z
    .int()
    .min(0)
    .meta(shown(value, "How long the condition must hold before the alert fires."))
    .default(value);
const windowSeconds = (value: number) =>
  positive(value, "How far back the rule looks.").default(value);

const Loop = z.strictObject({
  iterations: positive(8, "A run with more iterations is a runaway loop.").default(8),
  overPercent: percent(1, "Share of runs that may be one.").default(1),
  windowSeconds: windowSeconds(3600),
});

const ToolFailure = z.strictObject({
  successBelowPercent: percent(90, "Alert when the success rate falls below.").default(90),
  minimumCalls: positive(10, "With fewer calls in the window the rate means nothing.").default(10),
  windowSeconds: windowSeconds(900),
  forSeconds: forSeconds(120),
});

const Context = z.strictObject({
  overPercent: percent(90, "Share of the model's context window that one call used.").default(90),
  windowSeconds: windowSeconds(300),
});

const Latency = z.strictObject({
  p99Seconds: positive(30, "Alert when the 99th percentile of run duration is above.").default(30),
  minimumRuns: positive(5, "With fewer runs in the window the percentile means nothing.").default(
    5,
  ),
  windowSeconds: windowSeconds(600),
  forSeconds: forSeconds(120),
});

const Missing = z.strictObject({
  silentSeconds: positive(300, "An agent that sends nothing for so long is missing.").default(300),
  seenWithinSeconds: positive(86400, "Agents seen within this time are expected.").default(86400),
});

const factor = (value: number, description: string) =>
  z
    .number({ error: "a number above 1" })
    .gt(1, { error: "a number above 1" })
    .meta(shown(value, description));
const usd = (value: number, description: string) =>
  z
    .number({ error: "an amount in US dollars" })
    .min(0, { error: "an amount in US dollars, from 0" })
    .meta(shown(value, description));

const Cost = z.strictObject({
  factor: factor(3, "Alert when a window costs so many times the median.").default(3),
  floorUsd: usd(5, "A window that costs less is no alert.").default(5),
  windowSeconds: positive(3600, "One window; it is compared with those before it.").default(3600),
  historySeconds: positive(604_800, "How far back the median looks.").default(604_800),
  minimumWindows: positive(
    24,
    "With fewer windows of work in the history the median means nothing.",
  ).default(24),
  evaluateEverySeconds: positive(300, "How often; it reads a week of samples each time.").default(
    300,
  ),
});

const Pipeline = z.strictObject({
  windowSeconds: windowSeconds(300),
  forSeconds: forSeconds(120),
  queuePercent: percent(80, "Share of a destination's queue that may be in use.").default(80),
  downSeconds: positive(120, "A part that doesn't answer for so long is down.").default(120),
});

const Disk = z.strictObject({
  warningDays: positive(7, "Warn when the disk is full within so many days.").default(7),
  criticalDays: positive(2, "Critical when within so many days.").default(2),
  windowSeconds: positive(21_600, "Over so long the trend is taken.").default(21_600),
  belowFreePercent: percent(40, "With more of the disk free no trend is an alert.").default(40),
});

const Expiry = z.strictObject({
  warningDays: positive(30, "Warn so many days before.").default(30),
  criticalDays: positive(7, "Critical so many days before.").default(7),
});

const Ending = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, { error: "lower-case letters, digits and dashes" })
    .meta(shown("ingest-certificate", "What ends.")),
  expires: z.iso
    .date({ error: "a date such as 2027-03-31" })
    .meta(shown("2027-03-31", "The day (UTC) at whose beginning it ends.")),
});

/** An agent's own thresholds, instead of the general ones. */
export const OwnThresholds = z.strictObject({
  iterations: positive(20, "Instead of `alerts.loop.iterations`.").optional(),
  p99Seconds: positive(120, "Instead of `alerts.latency.p99Seconds`.").optional(),
  contextPercent: percent(95, "Instead of `alerts.context.overPercent`.").optional(),
  toolSuccessPercent: percent(
    80,
    "Instead of `alerts.toolFailure.successBelowPercent`.",
  ).optional(),
  silentSeconds: positive(3600, "Instead of `alerts.missing.silentSeconds`.").optional(),
  costFactor: factor(5, "Instead of `alerts.cost.factor`.").optional(),
  costFloorUsd: usd(20, "Instead of `alerts.cost.floorUsd`.").optional(),
});

/** Thresholds and windows of the rules, and who is told. Defaults are the documented alerts. */
export const AlertSettings = z.strictObject({
  evaluateEverySeconds: positive(30, "How often the rules are evaluated.").default(30),
  loop: Loop.prefault({}),
  toolFailure: ToolFailure.prefault({}),
  context: Context.prefault({}),
  latency: Latency.prefault({}),
  missing: Missing.prefault({}),
  cost: Cost.prefault({}),
  pipeline: Pipeline.prefault({}),
  disk: Disk.prefault({}),
  expiry: Expiry.prefault({}),
  expiries: z
    .array(Ending)
    .meta(
      shown(
        [{ name: "ingest-certificate", expires: "2027-03-31" }],
        "Certificates and tokens that end on a day: nobody else tells.",
      ),
    )
    .default([]),
  routes: z.array(Route).default([]),
  muteTimes: z
    .array(MuteTime)
    .meta(shown([{ name: "weekend", weekdays: ["saturday", "sunday"] }], "Times to be silent in."))
    .default([]),
  heartbeat: Heartbeat.optional(),
  runbookBaseUrl: z
    .string()
    .regex(/[^/]$/, { error: "a URL or path without a trailing slash" })
    .meta(shown("https://git.example/agentobs/docs/runbooks", "Where runbook links lead."))
    .default("docs/runbooks"),
  groupWaitSeconds: positive(10, "How long a first alert waits for others.").default(10),
  groupIntervalSeconds: positive(60, "How often a changed group is sent again.").default(60),
  repeatSeconds: positive(14_400, "How often what still fires is sent again.").default(14_400),
});
