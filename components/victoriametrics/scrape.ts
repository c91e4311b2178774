import { stringify } from "yaml";
import { TEMPO_PARTS, type TempoPart, type WorkloadName } from "../core/names.ts";
import type { WorkloadContext } from "../workload.ts";
import type { ScrapePlan } from "./plan.ts";

/**
 * The scrape file, each part a job of its own name. Whoever scrapes is one of them.
 * https://docs.victoriametrics.com/victoriametrics/sd_configs/#scrape_configs
 */
export function scrapeFile(
  plan: ScrapePlan,
  own: { readonly name: WorkloadName; readonly address: string },
  context: Pick<WorkloadContext<"victoriametrics">, "at" | "each" | "podLookup">,
): string {
  const tempo = (part: TempoPart) => () => context.each(part, "http", "scrapes");
  const targets: Partial<Record<WorkloadName, () => string[]>> = {
    ...Object.fromEntries(TEMPO_PARTS.map((part) => [part, tempo(part)])),
    collector: () => context.each("collector", "metrics", "scrapes"),
    sampler: () => context.each("sampler", "metrics", "scrapes"),
    jaeger: () => [context.at("jaeger", "metrics", "scrapes")],
    tempo: () => [context.at("tempo", "http", "scrapes")],
    vmstorage: () => context.each("vmstorage", "http", "scrapes"),
    vminsert: () => [context.at("vminsert", "http", "scrapes")],
    vmselect: () => [context.at("vmselect", "http", "scrapes")],
    vmalert: () => [context.at("vmalert", "http", "scrapes")],
    alertmanager: () => context.each("alertmanager", "http", "scrapes"),
    grafana: () => [context.at("grafana", "http", "scrapes")],
    "langfuse-clickhouse": () => [context.at("langfuse-clickhouse", "metrics", "scrapes")],
    "langfuse-s3": () => [context.at("langfuse-s3", "metrics", "scrapes")],
  };
  const config = {
    global: { scrape_interval: `${plan.scrapeEverySeconds}s` },
    scrape_configs: plan.scraped.flatMap((name) => {
      const found = name === own.name ? [own.address] : targets[name]?.();
      return found ? [{ job_name: name, ...discovery(found, context.podLookup(name)) }] : [];
    }),
  };
  return stringify(config, { lineWidth: 0 });
}

/**
 * Where the targets are: said, or looked up where one name stands for replicas without names.
 * https://docs.victoriametrics.com/victoriametrics/sd_configs/#dns_sd_configs
 */
function discovery(targets: readonly string[], lookup: string | undefined): object {
  if (lookup === undefined) return { static_configs: [{ targets }] };
  const [target = ""] = targets;
  const port = Number(target.split(":").at(-1));
  return { dns_sd_configs: [{ names: [lookup], type: "A", port }] };
}
