import { z } from "zod";
import { portsOf, type WorkloadName, workloadNames } from "../components/core/names.ts";
import { AcknowledgeSettings } from "./settings-acknowledge.ts";
import { SizeSettings, TrafficSettings } from "./settings-traffic.ts";
import { AlertSettings, OwnThresholds } from "./settings-alerts.ts";
import { CollectorSettings } from "./settings-collector.ts";
import { Destination } from "./settings-destinations.ts";
import { ContentSettings } from "./settings-content.ts";
import { DockerSettings } from "./settings-docker.ts";
import { GrafanaSettings } from "./settings-grafana.ts";
import { GrafanaCloudSettings } from "./settings-grafana-cloud.ts";
import { HoneycombSettings } from "./settings-honeycomb.ts";
import { IngestSettings } from "./settings-ingest.ts";
import { JaegerSettings } from "./settings-jaeger.ts";
import { KubernetesSettings } from "./settings-kubernetes.ts";
import { LangfuseSettings } from "./settings-langfuse.ts";
import { ModelSettings } from "./settings-models.ts";
import { RotateSettings } from "./settings-secrets.ts";
import { TempoSettings } from "./settings-tempo.ts";
import { VictoriaMetricsSettings } from "./settings-victoriametrics.ts";
import { percent, positive, shown } from "./settings-types.ts";
import { presetNames } from "./presets/names.ts";

const Port = z.int().min(1).max(65535, { error: "a TCP port from 1 to 65535" });

const onHosts = workloadNames.filter((workload) =>
  Object.values(portsOf(workload)).some(({ local }) => local !== undefined),
);

/** `ports.<workload>.<port>`, every one optional: the defaults stand in the names table. */
const Ports = z.strictObject(
  Object.fromEntries(
    onHosts.map((workload) => [workload, z.strictObject(portsOnHost(workload)).optional()]),
  ),
);

function portsOnHost(workload: WorkloadName) {
  return Object.fromEntries(
    Object.entries(portsOf(workload)).flatMap(([name, { local }]) =>
      local === undefined ? [] : [[name, Port.optional().meta(shown(local, `Default ${local}.`))]],
    ),
  );
}

const Sampling = z.strictObject({
  slowerThanSeconds: positive(30, "Runs slower than this are always kept.").default(30),
  maxIterations: positive(8, "Runs with more loop iterations are always kept.").default(8),
  baselinePercent: percent(10, "Share kept of the traces that nothing else keeps.").default(10),
  fullUntil: z.iso
    .date({ error: "a date such as 2026-12-01" })
    .meta(shown("2026-12-01", "Keep everything until this day (UTC) begins."))
    .optional(),
  decisionWaitSeconds: positive(
    210,
    "How long the sampler waits for a trace's spans. Default: longestRunSeconds + 30.",
  ).optional(),
  decisionWaitAfterRootSeconds: positive(
    10,
    "How long it still waits once the root span is there. Default: 10.",
  ).optional(),
  largestTraceMiB: positive(
    20,
    "A larger trace is dropped undecided, and counted. Default: ten ordinary runs, at least 20.",
  )
    .max(1024)
    .optional(),
});

const Agent = z.strictObject({
  name: z.string().min(1).meta(shown("research-agent", "`gen_ai.agent.name`.")),
  service: z.string().min(1).meta(shown("research", "`service.name` that it runs in.")).optional(),
  intermittent: z
    .boolean()
    .meta(shown(false, "It runs now and then: its silence is no alert."))
    .default(false),
  tools: z
    .array(z.string().min(1))
    .meta(shown(["web_search"], "Allow-list of tool names; others are counted as `other`."))
    .optional(),
  thresholds: OwnThresholds.meta({
    description: "Where its alerts differ from the general thresholds.",
  }).optional(),
});

const days = (value: number, description: string) =>
  z.strictObject({ days: positive(value, description).max(3650) });

export const Settings = z.strictObject({
  preset: z.enum(presetNames).meta(shown("local", "Defaults for everything below.")),
  environment: z
    .enum(["development", "staging", "production"])
    .meta(shown("development", "`deployment.environment.name`; production refuses unsafe sets.")),
  platform: z
    .enum(["process", "docker", "kubernetes"])
    .meta(shown("process", "Where the workloads run.")),
  destinations: z
    .array(Destination)
    .min(1)
    .meta(shown([{ type: "jaeger" }], "Backends that the collector sends to, each typed.")),
  ports: Ports.meta(shown({ jaeger: { ui: 16687 } }, "Ports on this host.")).prefault({}),
  traffic: TrafficSettings.meta({ description: "Sizes are derived from it." }),
  sizes: SizeSettings.meta(
    shown(
      { jaeger: { diskGiB: 200 } },
      "Memory, cores and disk of one replica of a workload, in place of what follows from `traffic`.",
    ),
  ).prefault({}),
  sampling: Sampling.meta({ description: "Which traces are kept." }).prefault({}),
  collector: CollectorSettings.meta(shown({ samplers: 2 }, "Replicas and tiers.")).prefault({}),
  content: ContentSettings.meta({ description: "What happens to prompts and answers." }).prefault(
    {},
  ),
  ingest: IngestSettings,
  agents: z
    .array(Agent)
    .meta(shown([{ name: "research-agent" }], "Known agents."))
    .default([]),
  models: ModelSettings,
  alerts: AlertSettings.meta({ description: "Thresholds, windows and routes." }).prefault({}),
  tempo: TempoSettings.meta({ description: "Tempo of the stack's own." }).prefault({}),
  grafana: GrafanaSettings.meta(
    shown({ run: true }, "Grafana of the stack's own, or one that runs somewhere else."),
  ).prefault({}),
  grafanaCloud: GrafanaCloudSettings.meta(
    shown(
      {
        managed: {
          slug: "acmeagents",
          region: "prod-eu-west-2",
          cloudTokenSecret: "grafana-cloud-access",
        },
      },
      "Pages and rules in Grafana Cloud: a stack that is there, or one that the kit makes.",
    ),
  ).optional(),
  jaeger: JaegerSettings.meta(shown({ replicas: 1 }, "Where Jaeger keeps traces.")).prefault({}),
  victoriametrics: VictoriaMetricsSettings.meta({
    description: "The metrics store that the stack runs.",
  }).prefault({}),
  kubernetes: KubernetesSettings.meta(
    shown({ namespace: "agentobs" }, "Where in a cluster."),
  ).prefault({}),
  docker: DockerSettings.meta(shown({ project: "agentobs" }, "On a Docker engine.")).prefault({}),
  rotate: RotateSettings.meta({
    description: "Renews what the kit makes: raise a number by one, and run `pulumi up`.",
  }).prefault({}),
  acknowledge: AcknowledgeSettings.meta({
    description: "Risks that production otherwise refuses, by name, each with a reason.",
  }).prefault({}),
  langfuse: LangfuseSettings.meta(
    shown({ url: "https://langfuse.example.com" }, "The Langfuse that the kit runs."),
  ).prefault({}),
  honeycomb: HoneycombSettings.meta(
    shown({ maxTriggers: 100 }, "What stands in Honeycomb besides the data."),
  ).optional(),
  protectData: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Data outlives `pulumi destroy`."))
    .default(true),
  retention: z.strictObject({
    traces: days(3, "Days that traces are kept."),
    metrics: days(30, "Days that metrics are kept."),
    langfuse: days(30, "Days that a Langfuse of the kit keeps traces and raw events.").prefault({
      days: 30,
    }),
  }),
  secrets: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.unknown())
    .meta(
      shown({ "team-webhook": { secure: "…" } }, "Secrets by name; other settings refer to them."),
    )
    // Only the names are used from here on: values never reach the plan.
    .transform((values) => Object.keys(values).sort())
    .default([]),
});
export type Settings = z.output<typeof Settings>;
export type SettingsInput = z.input<typeof Settings>;
