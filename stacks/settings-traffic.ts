import { z } from "zod";
import { type WorkloadName, workloadNames } from "../components/core/names.ts";
import { percent, positive } from "./settings-types.ts";

/** What `traffic` decides unless it is said here. */
const OwnSize = z.strictObject({
  memoryMiB: positive(
    2048,
    "The most that one replica may hold, and is set aside for it.",
  ).optional(),
  cpuMillis: positive(500, "Thousandths of a core set aside for one replica.").optional(),
  diskGiB: positive(50, "Disk of one replica.").optional(),
});

/** `agentobs:traffic`: what agents send at the busiest time. */
export const TrafficSettings = z.strictObject({
  runsPerMinute: positive(60, "Agent runs per minute at the busiest time."),
  spansPerRun: positive(20, "Spans of an ordinary run."),
  bytesPerSpan: positive(1500, "Bytes of a span after content is removed."),
  longestRunSeconds: positive(180, "The longest run; the sampler waits longer than this."),
  busyHoursPerDay: positive(10, "Hours of a day with traffic like that: disks hold so much.")
    .max(24)
    .default(24),
  alwaysKeptPercent: percent(
    5,
    "Share of the runs that fail, are slow or loop, which sampling always keeps.",
  ).default(5),
  agents: positive(20, "Different agents, declared or not: metrics have series for each.").default(
    10,
  ),
  toolsPerAgent: positive(10, "Different tools of one agent.").default(10),
  modelsPerAgent: positive(2, "Different models of one agent.").default(2),
});

/** `agentobs:sizes`: amounts of one replica that somebody knows better. */
export const SizeSettings = z.strictObject(
  Object.fromEntries(workloadNames.map((workload) => [workload, OwnSize.optional()])) as Record<
    WorkloadName,
    z.ZodOptional<typeof OwnSize>
  >,
);
