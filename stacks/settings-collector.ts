import { z } from "zod";
import { positive, shown } from "./settings-types.ts";

/** One machine has room for as many ports per sampler; a cluster for more than it needs. */
const MOST_REPLICAS = 64;

const Sasl = z.strictObject({
  mechanism: z
    .enum(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
    .meta(shown("SCRAM-SHA-512", "How the brokers authenticate clients.")),
  username: z.string().min(1).meta(shown("agentobs", "User at the brokers.")),
  passwordSecret: z
    .string()
    .min(1)
    .meta(shown("kafka-password", "Name of the password below `agentobs:secrets`.")),
});

const Kafka = z.strictObject({
  brokers: z
    .array(
      z
        .string()
        .regex(/^[^:\s/]+:\d+$/, { error: "host:port" })
        .meta(shown("kafka-0.example:9093", "One broker.")),
    )
    .min(1)
    .meta(shown(["kafka-0.example:9093"], "Brokers as `host:port`.")),
  topic: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, { error: "a topic name" })
    .meta(shown("agentobs-spans", "Topic that holds spans between the tiers."))
    .default("agentobs-spans"),
  tls: z
    .boolean()
    .meta(shown(true, "Off only where nobody else can listen on the way to the brokers."))
    .default(true),
  sasl: Sasl.optional(),
});

const Drain = z.strictObject({
  samplers: positive(
    1,
    "So many samplers beyond `samplers` still run and are sent nothing new. They have the highest ordinals.",
  ).max(MOST_REPLICAS),
});

/** `agentobs:collector`: what `traffic` decides unless it is said here. */
export const CollectorSettings = z.strictObject({
  gateways: positive(1, "Collectors that agents send to. Default: derived from `traffic`.")
    .max(MOST_REPLICAS)
    .optional(),
  samplers: z
    .int({ error: "a whole number" })
    .min(0)
    .max(MOST_REPLICAS)
    .meta(
      shown(
        2,
        "Second tier: collectors that decide on whole traces. Default: derived from `traffic`; 0 on one machine, where the gateway samples itself.",
      ),
    )
    .optional(),
  drain: Drain.meta(
    shown(
      { samplers: 1 },
      "The step before samplers are taken away: lower `samplers` and name the difference here, `pulumi up`, wait until they hold nothing, remove this, `pulumi up`.",
    ),
  ).optional(),
  kafka: Kafka.meta(
    shown(
      { brokers: ["kafka-0.example:9093"] },
      "Spans travel between the tiers through Kafka. Rendered only: the collector that the kit builds lacks the component, the contrib release has it. Forces `content.redactAt: ingest`.",
    ),
  ).optional(),
});
