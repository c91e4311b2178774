import type { WorkloadName } from "../components/core/names.ts";
import { disksTable } from "./disks.ts";
import type { Footprints } from "./footprint.ts";

/** What all replicas of a workload take together. */
export interface FootprintRow {
  /** Undefined for the sum of all. */
  readonly workload?: WorkloadName;
  readonly replicas: number;
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  readonly diskGiB: number;
}

/** What a plan knows about sizes. */
export interface Sized {
  readonly footprints: Footprints;
  readonly replicas: Readonly<Partial<Record<WorkloadName, number>>>;
}

/** A row for each workload, and the sum of all as the last one. */
export function footprintRows({ footprints, replicas }: Sized): FootprintRow[] {
  const rows = (Object.keys(footprints) as WorkloadName[]).flatMap((workload): FootprintRow[] => {
    const footprint = footprints[workload];
    if (!footprint) return [];
    const count = replicas[workload] ?? 1;
    return [
      {
        workload,
        replicas: count,
        cpuMillis: count * footprint.cpuMillis,
        memoryMiB: count * footprint.memoryMiB,
        diskGiB: count * (footprint.diskGiB ?? 0),
      },
    ];
  });
  const sum = (key: "replicas" | "cpuMillis" | "memoryMiB" | "diskGiB"): number =>
    rows.reduce((all, row) => all + row[key], 0);
  return [
    ...rows,
    {
      replicas: sum("replicas"),
      cpuMillis: sum("cpuMillis"),
      memoryMiB: sum("memoryMiB"),
      diskGiB: sum("diskGiB"),
    },
  ];
}

export const FOOTPRINT_HEAD = [
  "workload",
  "replicas",
  "cores requested",
  "memory limit",
  "disk",
] as const;

/** The rows as cells: cores, GiB. */
export function footprintCells(sized: Sized): string[][] {
  return footprintRows(sized).map(({ workload, replicas, cpuMillis, memoryMiB, diskGiB }) => [
    workload ?? "total",
    String(replicas),
    (cpuMillis / 1000).toFixed(2),
    `${(memoryMiB / 1024).toFixed(1)} GiB`,
    diskGiB === 0 ? "" : `${diskGiB} GiB`,
  ]);
}

/** The rows in Markdown. */
export function footprintTable(sized: Sized): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(FOOTPRINT_HEAD), "|---|---:|---:|---:|---:|", ...footprintCells(sized).map(line)];
}

/** How each amount of one replica came about, in Markdown. */
export function howTable(footprints: Footprints): string[] {
  const rows = Object.entries(footprints).flatMap(([workload, { how, ...amounts }]) =>
    Object.entries(amounts).map(
      ([key, amount]) =>
        `| ${workload} | ${key} | ${amount} | ${how[key as keyof typeof how] ?? ""} |`,
    ),
  );
  return ["| workload | amount | is | because |", "|---|---|---:|---|", ...rows];
}

/** `sizes.md`: the table, how each amount came about, and what bounds and watches each disk. */
export function footprintPage(sized: Sized): string {
  return [
    "# Sizes",
    "",
    "All replicas of a workload together, from the settings' `traffic`:",
    "",
    ...footprintTable(sized),
    "",
    "## One replica, and why",
    "",
    "Rounded up; `agentobs:sizes` sets an amount instead.",
    "",
    ...howTable(sized.footprints),
    "",
    "## Disks",
    "",
    ...disksTable(Object.keys(sized.footprints) as WorkloadName[]),
    "",
  ].join("\n");
}
