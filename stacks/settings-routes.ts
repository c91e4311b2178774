import { z } from "zod";
import { positive, shown } from "./settings-types.ts";

const secretName = (example: string, description: string) =>
  z.string({ error: "the name of a secret" }).min(1).meta(shown(example, description));

const webhook = (example: object) =>
  z
    .union([
      z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
      z.strictObject({ urlSecret: z.string().min(1) }),
    ])
    .meta(shown(example, "Its address, plain or by the name of a secret."));

const Slack = z
  .strictObject({
    urlSecret: secretName("slack-webhook", "Secret with the address of an incoming webhook."),
    channel: z.string().min(1).meta(shown("#agents", "Channel.")),
  })
  .meta({ description: "A Slack channel, by an incoming webhook." });

const PagerDuty = z
  .strictObject({
    routingKeySecret: secretName("pagerduty-key", "Secret with the key of an Events API v2."),
  })
  .meta({ description: "A PagerDuty service." });

const Email = z
  .strictObject({
    to: z.email().meta(shown("team@example.com", "Who gets it.")),
    from: z.email().meta(shown("agentobs@example.com", "Who sends it.")),
    smarthost: z
      .string()
      .regex(/^[^:\s]+:\d+$/, { error: "host:port of a mail server" })
      .meta(shown("smtp.example.com:587", "Mail server; the connection is always TLS.")),
    username: z.string().min(1).meta(shown("agentobs", "Login.")).optional(),
    passwordSecret: secretName("smtp-password", "Secret with its password.").optional(),
  })
  .meta({ description: "An e-mail." });

/** Who is told of what. */
export const Route = z.strictObject({
  severities: z
    .array(z.enum(["critical", "warning"]))
    .min(1)
    .meta(shown(["critical"], "Severities sent here.")),
  environments: z
    .array(z.string().min(1))
    .min(1)
    .meta(shown(["production"], "Only alerts of these environments. Default: all."))
    .optional(),
  labels: z
    .record(
      z.string().regex(/^[a-zA-Z_]\w*$/, { error: "label names such as service_name" }),
      z.string().min(1),
    )
    .meta(shown({ service_name: "shop" }, "Only alerts with these labels. Default: all."))
    .optional(),
  mutedDuring: z
    .array(z.string().min(1))
    .meta(shown(["weekend"], "Mute times by name, in which nothing is sent here."))
    .default([]),
  repeatSeconds: positive(14_400, "How often what still fires is sent again.").optional(),
  occasional: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Only there now and then: that it can't be reached is no alert."))
    .default(false),
  webhook: webhook({ urlSecret: "team-webhook" }).optional(),
  slack: Slack.optional(),
  pagerDuty: PagerDuty.optional(),
  email: Email.optional(),
});

const clock = (example: string, description: string) =>
  z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: "a time of day such as 22:00" })
    .meta(shown(example, description));

const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const;

/** Times in which routes that name them stay silent. */
export const MuteTime = z.strictObject({
  name: z.string().min(1).meta(shown("weekend", "What routes call it.")),
  weekdays: z
    .array(z.enum(WEEKDAYS))
    .min(1)
    .meta(shown(["saturday", "sunday"], "Days. Default: all."))
    .optional(),
  from: clock("00:00", "Begins at this time of day.").default("00:00"),
  until: clock("24:00", "Ends at this time of day.").default("24:00"),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: "a time zone such as Europe/Berlin" })
    .meta(shown("Europe/Berlin", "Whose clock."))
    .default("UTC"),
});

/** Who must hear from the stack regularly, and raises the alarm when it doesn't. */
export const Heartbeat = z
  .strictObject({
    webhook: webhook({ url: "https://heartbeat.example.com/agentobs" }),
    everySeconds: positive(60, "How often it is sent.").default(60),
  })
  .meta({
    description:
      "A receiver that waits for a sign of life: only it notices that the whole stack is down.",
  });

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
