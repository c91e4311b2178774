import { z } from "zod";
import { positive, shown, text } from "./settings-types.ts";

const ca = z
  .string()
  .regex(/^-----BEGIN CERTIFICATE-----\n/, { error: "certificates as PEM" })
  .meta(shown("-----BEGIN CERTIFICATE-----\n…", "Certificates to trust, as PEM."))
  .optional();
const Login = {
  user: text("jaeger", "User there."),
  passwordSecret: text(
    "jaeger-storage-password",
    "Name of the password below `agentobs:secrets`. For ClickHouse without `$`: it is handed over as a variable.",
  ),
  ca,
};

const ClickHouse = z.strictObject({
  addresses: z
    .array(
      z
        .string()
        .regex(/^[^:\s/]+:\d+$/, { error: "host:port" })
        .meta(shown("clickhouse.example:9440", "One server.")),
    )
    .min(1)
    .meta(shown(["clickhouse.example:9440"], "Servers, native protocol.")),
  database: text("jaeger", "Database, which is there already.").default("jaeger"),
  tls: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Off only where nobody else can listen on the way."))
    .default(true),
  ...Login,
});

const Elasticsearch = z.strictObject({
  urls: z
    .array(
      z
        .url({ protocol: /^https?$/, error: "an address such as https://elastic.example:9200" })
        .meta(shown("https://elastic.example:9200", "One server.")),
    )
    .min(1)
    .meta(shown(["https://elastic.example:9200"], "Servers.")),
  indexPrefix: text("agentobs", "Before the names of the indices.").default("agentobs"),
  ...Login,
});

/** `agentobs:jaeger`: where a Jaeger of the stack's own keeps traces. */
export const JaegerSettings = z.strictObject({
  storage: z
    .strictObject({
      clickhouse: ClickHouse.meta(
        shown(
          {
            addresses: ["clickhouse.example:9440"],
            user: "jaeger",
            passwordSecret: "jaeger-storage-password",
          },
          "A ClickHouse that is there already. Traces end with `retention.traces`.",
        ),
      ).optional(),
      elasticsearch: Elasticsearch.meta(
        shown(
          {
            urls: ["https://elastic.example:9200"],
            user: "jaeger",
            passwordSecret: "jaeger-storage-password",
          },
          "An Elasticsearch or OpenSearch that is there already. An index policy there must delete old indices: Jaeger does not.",
        ),
      ).optional(),
    })
    .meta(
      shown(
        {
          clickhouse: {
            addresses: ["clickhouse.example:9440"],
            user: "jaeger",
            passwordSecret: "jaeger-storage-password",
          },
        },
        "A store outside of the stack, for Jaeger in a cluster. Default: badger on a disk of its own, which one replica holds.",
      ),
    )
    .optional(),
  replicas: positive(
    2,
    "How many, with a store outside of the stack. Default: 2 with one, else 1.",
  ).optional(),
});
