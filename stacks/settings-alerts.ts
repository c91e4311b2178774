import { z } from "zod";
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

const Route = z.strictObject({
  severities: z
    .array(z.enum(["critical", "warning"]))
    .min(1)
    .meta(shown(["critical"], "Severities sent here.")),
  webhook: z
    .union([
      z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
      z.strictObject({ urlSecret: z.string().min(1) }),
    ])
    .meta(shown({ urlSecret: "team-webhook" }, "Its address, plain or by the name of a secret.")),
});

/** Thresholds and windows of the rules, and who is told. Defaults are the documented alerts. */
export const AlertSettings = z.strictObject({
  evaluateEverySeconds: positive(30, "How often the rules are evaluated.").default(30),
  loop: Loop.prefault({}),
  toolFailure: ToolFailure.prefault({}),
  context: Context.prefault({}),
  latency: Latency.prefault({}),
  missing: Missing.prefault({}),
  routes: z.array(Route).default([]),
  runbookBaseUrl: z
    .string()
    .regex(/[^/]$/, { error: "a URL or path without a trailing slash" })
    .meta(shown("https://git.example/agentobs/docs/runbooks", "Where runbook links lead."))
    .default("docs/runbooks"),
  groupWaitSeconds: positive(10, "How long a first alert waits for others.").default(10),
  groupIntervalSeconds: positive(60, "How often a changed group is sent again.").default(60),
});
