import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import type { PresetName } from "../../stacks/presets/names.ts";

/** A plan of preset local with an operator's own settings. */
export const planOf = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "local", ...own }, "Pulumi.local.yaml"));

/** The same of a preset for a cluster. */
export const clusterPlanOf = (
  own: Record<string, unknown> = {},
  preset: PresetName = "kubernetes-jaeger",
) => planFor(parseSettings({ preset, ...own }, `Pulumi.${preset}.yaml`));

/** A collector's file, as far as tests read it. */
export interface File {
  receivers: Record<string, object>;
  processors: Record<string, unknown>;
  exporters: Record<string, Record<string, unknown>>;
  service: { pipelines: Record<string, { receivers: string[]; exporters: string[] }> };
}
/** Every file of a stack with a second tier, and one of each tier parsed. */
export const filesOf = (own: Record<string, unknown>) => {
  const files = artefactsFor(planOf(own));
  const read = (name: string): File => parse(files[name] ?? "") as File;
  return { files, gateway: read("collector.yaml"), sampler: read("sampler-0/sampler.yaml") };
};
