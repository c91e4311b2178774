import * as pulumi from "@pulumi/pulumi";
import { AccessPolicy } from "@pulumiverse/grafana/cloud/accessPolicy.js";
import { AccessPolicyRotatingToken } from "@pulumiverse/grafana/cloud/accessPolicyRotatingToken.js";
import { Stack } from "@pulumiverse/grafana/cloud/stack.js";
import { StackServiceAccount } from "@pulumiverse/grafana/cloud/stackServiceAccount.js";
import { StackServiceAccountRotatingToken } from "@pulumiverse/grafana/cloud/stackServiceAccountRotatingToken.js";
import { Provider } from "@pulumiverse/grafana/provider.js";
import type { FleetAccess } from "./fleet-resources.ts";
import { type CloudStack, MADE_BY_STACK } from "./plan.ts";

/** Enough for OTLP traces and metrics, and for nothing else: it can't even read them. */
const SCOPES = ["metrics:write", "traces:write"];
const FLEET_SCOPES = ["fleet-management:read", "fleet-management:write"];
/**
 * The least of the basic roles that does it: only it may use the API that provisions alerts, and may
 * still change a folder's permissions once they are set.
 * https://grafana.com/docs/grafana/latest/administration/roles-and-permissions/access-control/rbac-fixed-basic-role-definitions/
 */
const ROLE = "Admin";
const HOURS = 24;
const SECONDS = 24 * 3600;

/** A stack of Grafana Cloud, as the rest of the program meets it. */
export interface MadeStack {
  readonly url: pulumi.Output<string>;
  /** Of a service account. */
  readonly token: pulumi.Output<string>;
  /** By name of the secret: what its collector needs. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Where its fleet is configured, and with what; asked for only where there is one. */
  readonly fleet: () => FleetAccess;
  /** When the collector's token ends, as the API says it. */
  readonly tokenExpires: pulumi.Output<string>;
}

/**
 * Makes a stack and the two tokens that it is used with. They are made anew by an update in the days
 * before they end; the old one goes when everything has the new one.
 *
 * @param cloudToken of an access policy of the organisation
 */
export function createStack(
  plan: CloudStack,
  cloudToken: pulumi.Output<string>,
  parent: pulumi.Resource,
): MadeStack {
  const { slug, name, region, labels, protect } = plan;
  const provider = new Provider(
    "grafana-cloud",
    { cloudAccessPolicyToken: cloudToken },
    { parent },
  );
  const child = { parent, provider };
  const stack = new Stack(
    slug,
    { slug, name, regionSlug: region, labels: { ...labels }, deleteProtection: protect },
    // Neither a destroy nor another region takes away what others keep in it.
    { ...child, protect, retainOnDelete: protect },
  );
  const token = writer(plan, stack, child, "telemetry", SCOPES);
  return {
    url: stack.url,
    token: administrator(plan, stack, child),
    secrets: {
      [MADE_BY_STACK.endpoint]: pulumi.secret(stack.otlpUrl),
      [MADE_BY_STACK.instanceId]: pulumi.secret(stack.id),
      [MADE_BY_STACK.token]: pulumi.secret(token.token),
    },
    fleet: () => ({
      url: stack.fleetManagementUrl,
      userId: pulumi.interpolate`${stack.fleetManagementUserId}`,
      token: writer(plan, stack, child, "fleet", FLEET_SCOPES).token,
    }),
    tokenExpires: token.expiresAt,
  };
}

type Options = pulumi.CustomResourceOptions;

/** Whoever may do that in this stack, and in no other one. */
function writer(
  { region, tokenDays, renewBeforeDays }: CloudStack,
  stack: Stack,
  child: Options,
  name: string,
  scopes: readonly string[],
): AccessPolicyRotatingToken {
  const policy = new AccessPolicy(
    name,
    {
      region,
      name: pulumi.interpolate`${stack.slug}-${name}`,
      displayName: `agentobs: ${name}`,
      scopes: [...scopes],
      realms: [{ type: "stack", identifier: stack.id }],
    },
    child,
  );
  return new AccessPolicyRotatingToken(
    name,
    {
      region,
      accessPolicyId: policy.policyId,
      namePrefix: `agentobs-${name}`,
      expireAfter: `${tokenDays * HOURS}h`,
      earlyRotationWindow: `${renewBeforeDays * HOURS}h`,
      // The engine makes the new one first.
      deleteOnDestroy: true,
    },
    { ...child, additionalSecretOutputs: ["token"] },
  );
}

/** Whoever may make pages and rules in it. */
function administrator(
  { slug, tokenDays, renewBeforeDays }: CloudStack,
  stack: Stack,
  child: Options,
): pulumi.Output<string> {
  const account = new StackServiceAccount(
    "agentobs",
    { stackSlug: stack.slug, name: `agentobs-${slug}`, role: ROLE },
    child,
  );
  const token = new StackServiceAccountRotatingToken(
    "agentobs",
    {
      stackSlug: stack.slug,
      serviceAccountId: account.id,
      namePrefix: "agentobs",
      secondsToLive: tokenDays * SECONDS,
      earlyRotationWindowSeconds: renewBeforeDays * SECONDS,
      deleteOnDestroy: true,
    },
    { ...child, additionalSecretOutputs: ["key"] },
  );
  return pulumi.secret(token.key);
}
