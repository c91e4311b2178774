import { z } from "zod";
import { secretName, shown, text } from "./settings-types.ts";

/** https://grafana.com/docs/tempo/latest/configuration/hosted-storage/s3/ */
const S3 = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/, error: "an address such as https://s3.eu-west-1.amazonaws.com" })
    .regex(/^https?:\/\/[^/@?#]+\/?$/, { error: "an address without user, path or query" })
    .meta(
      shown(
        "https://s3.eu-west-1.amazonaws.com",
        "Where the store is. TLS unless it begins with http://.",
      ),
    ),
  bucket: text("traces", "A bucket that is there already."),
  region: text("eu-west-1", "The bucket's region, where the store has them.").optional(),
  accessKeySecret: secretName("tempo-s3-access-key", "the access key"),
  secretKeySecret: secretName("tempo-s3-secret-key", "the secret key"),
});

/** https://grafana.com/docs/tempo/latest/configuration/#ingest */
const Kafka = z.strictObject({
  address: z
    .string()
    .regex(/^[^:\s/,]+:\d+$/, { error: "one host:port, which leads to all brokers" })
    .meta(
      shown("kafka.example:9092", "One broker, or a name for all. Tempo knows no TLS to Kafka."),
    ),
  topic: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,249}$/, { error: "a topic name" })
    .meta(shown("tempo-traces", "A topic that is there already, with the plan's partitions."))
    .default("tempo-traces"),
  sasl: z
    .strictObject({
      username: text("tempo", "User."),
      passwordSecret: secretName("tempo-kafka-password", "the password"),
    })
    .meta({ description: "SASL PLAIN, the only way to log in that Tempo knows." })
    .optional(),
});

/** `agentobs:tempo`: of a Tempo that the stack runs. */
export const TempoSettings = z.strictObject({
  mode: z
    .enum(["monolithic", "microservices"])
    .meta(
      shown(
        "monolithic",
        "One process, or its parts one by one. Default: by `traffic`. Microservices are rendered only.",
      ),
    )
    .optional(),
  kafka: Kafka.meta(
    shown({ address: "kafka.example:9092" }, "Between the parts: microservices need it."),
  ).optional(),
  storage: z
    .strictObject({
      s3: S3.meta({ description: "A bucket for the traces. Default: its own disk." }).optional(),
    })
    .meta({ description: "Where traces are stored." })
    .prefault({}),
});
