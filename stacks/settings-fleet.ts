import { z } from "zod";
import { address } from "./settings-managed-grafana.ts";
import { secretName, shown } from "./settings-types.ts";

const DIGITS = { error: "a number in quotes" };

/** `agentobs:grafanaCloud.fleet`: collectors on agents' hosts, which Fleet Management configures. */
export const FleetSettings = z
  .strictObject({
    collectors: z
      .enum(["alloy", "otel"])
      .meta(shown("alloy", "What they are: Alloy, or the OpenTelemetry Collector with OpAMP."))
      .default("alloy"),
    matchers: z
      .array(z.string().min(1))
      .min(1)
      .meta(shown(['team="agents"'], "Which collectors, by their attributes.")),
    endpoint: address(
      "https://otlp.example",
      "Where those hosts reach this stack's collector, OTLP over HTTP.",
    ),
    tokenVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, { error: "a name of an environment variable" })
      .meta(
        shown(
          "AGENTOBS_TOKEN",
          "Variable of those hosts that holds the ingest token, if it wants one.",
        ),
      )
      .optional(),
    url: address(
      "https://fleet-management-prod-008.grafana.net",
      "Fleet Management of a stack that is there.",
    ).optional(),
    userId: z.string(DIGITS).regex(/^\d+$/, DIGITS).meta(shown("123456", "Its user.")).optional(),
    tokenSecret: secretName(
      "grafana-fleet-token",
      "an access policy token with fleet-management:read and fleet-management:write",
    ).optional(),
  })
  .meta(
    shown(
      { matchers: ['team="agents"'], endpoint: "https://otlp.example" },
      "A pipeline for collectors on agents' hosts that forwards to this stack's.",
    ),
  );
