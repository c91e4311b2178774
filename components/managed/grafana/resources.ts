import * as pulumi from "@pulumi/pulumi";
import { ContactPoint } from "@pulumiverse/grafana/alerting/contactPoint.js";
import { MuteTiming } from "@pulumiverse/grafana/alerting/muteTiming.js";
import { RuleGroup } from "@pulumiverse/grafana/alerting/ruleGroup.js";
import { Dashboard } from "@pulumiverse/grafana/oss/dashboard.js";
import { DataSource } from "@pulumiverse/grafana/oss/dataSource.js";
import { Folder } from "@pulumiverse/grafana/oss/folder.js";
import { FolderPermission } from "@pulumiverse/grafana/oss/folderPermission.js";
import { Provider } from "@pulumiverse/grafana/provider.js";
import { contactPointArgs, type ValueOf } from "./contact-point-arguments.ts";
import type { GrafanaObjects } from "./objects.ts";
import type { CloudStack, GrafanaInstance, ManagedGrafanaPlan } from "./plan.ts";

/** A Grafana that the kit does not run, with everything that it makes there. */
export interface MadeGrafana {
  readonly url: pulumi.Output<string>;
  /** Where pages and rules are. */
  readonly folderUrl: pulumi.Output<string>;
  /** Of a stack that was made: by name of the secret. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Of a stack that was made: when the collector's token ends. */
  readonly tokenExpires?: pulumi.Output<string> | undefined;
  /** Of a stack that was made: the token that everything in it is made with. */
  readonly token?: pulumi.Output<string> | undefined;
}

/**
 * Makes everything. To be imported lazily: the package is large, and its provider a plugin that has
 * to be there.
 *
 * @param valueOf the operator's secret of a name
 */
export async function createGrafana(
  { instance, fleet }: Pick<ManagedGrafanaPlan, "instance" | "fleet">,
  objects: GrafanaObjects,
  valueOf: ValueOf,
): Promise<MadeGrafana> {
  const component = new pulumi.ComponentResource("agentobs:managed:Grafana", "grafana");
  const reachedBy = await reached(instance, valueOf, component);
  const { provider, url, secrets, tokenExpires, token } = reachedBy;
  const child = { parent: component, provider };
  const folder = createFolder(objects, child);
  const inFolder = { ...child, dependsOn: [folder] };
  const sources = createDataSources(objects, child);
  createPages(objects, inFolder);
  createAlerting(objects, valueOf, { ...child, dependsOn: [folder, ...sources] });
  if (objects.slos.length > 0) (await import("./slo-resources.ts")).createSlos(objects, child);
  if (objects.evaluators.length > 0)
    (await import("./evaluator-resources.ts")).createEvaluators(objects, child);
  if (objects.fleet) {
    const access = fleet?.access && {
      ...fleet.access,
      token: valueOf(fleet.access.tokenSecret),
    };
    const { createFleet } = await import("./fleet-resources.ts");
    createFleet(objects.fleet, access ?? reachedBy.fleet(), component);
  }
  return { url, folderUrl: folder.url, secrets, tokenExpires, token };
}

/** With a stack of its own the rest waits for it: its address is known only then. */
async function reached(
  instance: GrafanaInstance | CloudStack,
  valueOf: ValueOf,
  parent: pulumi.Resource,
) {
  if (instance.kind === "existing") {
    const { url, serviceAccountTokenSecret, ca } = instance;
    const auth = valueOf(serviceAccountTokenSecret);
    const args = { url, auth, ...(ca !== undefined && { caCert: ca }) };
    const provider = new Provider("grafana", args, { parent });
    const fleet = (): never => {
      throw new Error("settings say where the fleet of a stack is that is there");
    };
    const unknown = { tokenExpires: undefined, token: undefined };
    return { provider, url: pulumi.output(url), secrets: {}, ...unknown, fleet };
  }
  const { createStack } = await import("./cloud-resources.ts");
  const stack = createStack(instance, valueOf(instance.cloudTokenSecret), parent);
  const { url, token: auth } = stack;
  return { ...stack, provider: new Provider("grafana", { url, auth }, { parent }) };
}

type Options = pulumi.CustomResourceOptions;

function createFolder({ folder: { uid, title, permissions } }: GrafanaObjects, options: Options) {
  // What people keep in it is theirs: then it stays.
  const args = { uid, title, preventDestroyIfNotEmpty: true };
  const folder = new Folder(uid, args, options);
  new FolderPermission(
    uid,
    { folderUid: folder.uid, permissions: permissions.map((one) => ({ ...one })) },
    { ...options, dependsOn: [folder] },
  );
  return folder;
}

function createDataSources({ dataSources }: GrafanaObjects, options: Options): DataSource[] {
  return dataSources.map(({ uid, name, type, url, jsonData }) => {
    const jsonDataEncoded = JSON.stringify(jsonData);
    return new DataSource(
      uid,
      { uid, name, type, url, accessMode: "proxy", jsonDataEncoded },
      options,
    );
  });
}

function createPages({ folder: { uid: folder }, dashboards }: GrafanaObjects, options: Options) {
  for (const [name, configJson] of Object.entries(dashboards))
    new Dashboard(
      name,
      // One of the same uid that somebody made by hand is refused, not lost.
      { configJson, folder, overwrite: false, message: "agentobs: pulumi up" },
      options,
    );
}

/** Never the tree of notification policies: it is everybody's, and a resource of it replaces it whole. */
function createAlerting(
  objects: GrafanaObjects,
  valueOf: ValueOf,
  { dependsOn, ...options }: Omit<Options, "dependsOn"> & { readonly dependsOn: pulumi.Resource[] },
): void {
  // In Grafana they can't be changed: the next update would overwrite it, and nobody would know.
  const kept = { disableProvenance: false };
  const told = [
    ...objects.contactPoints.map(
      (point) =>
        new ContactPoint(point.name, { ...contactPointArgs(point, valueOf), ...kept }, options),
    ),
    ...objects.muteTimings.map((args) => new MuteTiming(args.name, { ...args, ...kept }, options)),
  ];
  // Rules name contact points and mute timings, which must be there before and go after.
  for (const args of objects.ruleGroups)
    new RuleGroup(
      args.name,
      { ...args, ...kept },
      { ...options, dependsOn: [...dependsOn, ...told] },
    );
}
