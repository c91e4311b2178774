import * as pulumi from "@pulumi/pulumi";
import { Pipeline } from "@pulumiverse/grafana/fleetmanagement/pipeline.js";
import { Provider } from "@pulumiverse/grafana/provider.js";
import type { FleetObject } from "./objects.ts";

/** Where Fleet Management is, and who may change it. */
export interface FleetAccess {
  readonly url: pulumi.Input<string>;
  readonly userId: pulumi.Input<string>;
  readonly token: pulumi.Input<string>;
}

/** A pipeline that Fleet Management hands to the collectors that match. */
export function createFleet(
  { name, collectors, matchers, contents }: FleetObject,
  { url, userId, token }: FleetAccess,
  parent: pulumi.Resource,
): void {
  const fleetManagementAuth = pulumi.secret(pulumi.interpolate`${userId}:${token}`);
  const args = { fleetManagementUrl: url, fleetManagementAuth };
  const provider = new Provider("grafana-fleet", args, { parent });
  const configType = { alloy: "ALLOY", otel: "OTEL" }[collectors];
  new Pipeline(name, { name, configType, contents, matchers: [...matchers] }, { parent, provider });
}
