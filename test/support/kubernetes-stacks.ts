import { parseAllDocuments } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { type Plan, planFor } from "../../stacks/plan.ts";
import type { Manifest } from "./cluster/api.ts";

export const planOf = (own: Readonly<Record<string, unknown>>): Plan =>
  planFor(parseSettings(own, "Pulumi.test.yaml"));

/** The objects of a stack as its rendered files have them, in the order of the kustomization. */
export function manifestsOf(own: Readonly<Record<string, unknown>>): Manifest[] {
  const files = Object.entries(artefactsFor(planOf(own))).filter(
    ([file]) => file.startsWith("manifests/") && !file.endsWith("kustomization.yaml"),
  );
  return files.flatMap(([, text]) => objectsIn(text));
}

export function objectsIn(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
