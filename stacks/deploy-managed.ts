import * as pulumi from "../components/platforms/pulumi.ts";
import type { Plan } from "./plan.ts";

/**
 * Sets up what is not run but configured, before anything else: a key that isn't good ends here. Loads
 * only what the plan uses.
 *
 * @param own the operator's secret values by name
 * @returns secrets that are made on the way, by name
 */
export async function createManaged(
  plan: Plan,
  own: pulumi.Input<Readonly<Record<string, string>>>,
): Promise<Readonly<Record<string, pulumi.Output<string>>>> {
  if (plan.honeycomb) await createInHoneycomb(plan, plan.honeycomb, own);
  return {};
}

async function createInHoneycomb(
  plan: Plan,
  honeycomb: NonNullable<Plan["honeycomb"]>,
  own: pulumi.Input<Readonly<Record<string, string>>>,
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
