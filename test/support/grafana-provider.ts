import type { Answer } from "./registered.ts";

/** What is known of a stack of Grafana Cloud and of its tokens once they are there. */
export const STACK = {
  id: "123456",
  telemetryToken: "glc_abc=",
  accountToken: "glsa_made-up",
} as const;

/**
 * What Grafana Cloud answers besides what it was told, as the provider hands it on.
 * https://github.com/grafana/terraform-provider-grafana/tree/main/internal/resources/cloud
 */
export const GRAFANA_ANSWERS: Readonly<Record<string, Answer>> = {
  "grafana:cloud/stack:Stack": ({ slug }) => ({
    id: STACK.id,
    url: `https://${slug as string}.grafana.net`,
    fleetManagementUrl: "https://fleet-management.test",
    fleetManagementUserId: 654_321,
    otlpUrl: process.env["AGENTOBS_TEST_OTLP"] ?? "https://otlp-gateway.test/otlp",
  }),
  "grafana:cloud/accessPolicy:AccessPolicy": () => ({ policyId: "policy-1" }),
  "grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken": () => ({
    token: STACK.telemetryToken,
    expiresAt: "2027-01-01T00:00:00Z",
  }),
  "grafana:cloud/stackServiceAccountRotatingToken:StackServiceAccountRotatingToken": () => ({
    key: STACK.accountToken,
  }),
  "grafana:oss/folder:Folder": ({ uid }) => ({
    url: `https://grafana.test/dashboards/f/${uid as string}`,
  }),
};
