import * as pulumi from "../components/platforms/pulumi.ts";
import type { Plan } from "./plan.ts";

/** What was made outside of the platform. */
export interface Managed {
  /** Values by name of the secret: known only once it is there. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  /** Further outputs of the stack. */
  readonly outputs: Readonly<Record<string, pulumi.Output<unknown>>>;
}

type Values = Readonly<Record<string, string>>;

/**
 * Makes what vendors run, before anything else: a key that isn't good ends here. What a plan doesn't
 * use is not even loaded.
 *
 * @param own the operator's secrets by name
 */
export async function createManaged(plan: Plan, own: pulumi.Input<Values>): Promise<Managed> {
  const { managedGrafana, honeycomb } = plan;
  if (honeycomb) await createInHoneycomb(plan, honeycomb, own);
  return managedGrafana ? createInGrafana(plan, managedGrafana, own) : { secrets: {}, outputs: {} };
}

async function createInGrafana(
  plan: Plan,
  managedGrafana: NonNullable<Plan["managedGrafana"]>,
  own: pulumi.Input<Values>,
): Promise<Managed> {
  const { grafanaObjects } = await import("./grafana-objects.ts");
  const { createGrafana } = await import("../components/managed/grafana/resources.ts");
  const objects = grafanaObjects(plan, managedGrafana);
  const grafana = await createGrafana(managedGrafana, objects, (name) => valueOf(own, name));
  if (managedGrafana.rules) await sayWhatIsNotHeld(plan);
  const { secrets, url, folderUrl, tokenExpires, token } = grafana;
  return {
    secrets,
    outputs: {
      grafanaUrl: url,
      grafanaFolderUrl: folderUrl,
      ...(tokenExpires && { grafanaTokenExpires: tokenExpires }),
      // For make verify: whoever may read the state may read it there too.
      ...(token && { grafanaToken: pulumi.secret(token) }),
    },
  };
}

async function createInHoneycomb(
  plan: Plan,
  honeycomb: NonNullable<Plan["honeycomb"]>,
  own: pulumi.Input<Values>,
): Promise<void> {
  const { checkKey, createHoneycomb } = await import(
    "../components/managed/honeycomb/resources.ts"
  );
  const { honeycombCantHold, honeycombObjects } = await import("./honeycomb-objects.ts");
  await checkKey(honeycomb, own, `Pulumi.${pulumi.getStack()}.yaml`);
  if (pulumi.runtime.isDryRun())
    for (const { what, names } of honeycombCantHold(plan, honeycomb))
      await pulumi.warn(`Not in Honeycomb: ${what}: ${names.join(", ")}`);
  createHoneycomb(honeycomb, honeycombObjects(plan, honeycomb), own);
}

/** Settings that name a secret which nobody sets were refused before. */
const valueOf = (own: pulumi.Input<Values>, name: string): pulumi.Output<string> =>
  pulumi.secret(own).apply((values) => values[name] ?? "");

/** In a preview too, by name: nothing is dropped in silence. */
async function sayWhatIsNotHeld(plan: Plan): Promise<void> {
  const { grafanaNotHeldLines } = await import("./rule-files.ts");
  const { info } = await import("@pulumi/pulumi/log/index.js");
  const lines = grafanaNotHeldLines(plan);
  await info(["Grafana-managed rules can't hold:", ...lines].join("\n  "));
}
