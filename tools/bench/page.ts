import { arch, cpus, platform } from "node:os";
import { VERSIONS } from "../../components/core/versions.ts";
import type { Content, Measured, Results } from "./pipeline.ts";
import { type Stage, STAGES } from "./stages.ts";

const START = "<!-- measured: make bench -->";
const END = "<!-- end -->";

/** The page with this run's figures in it, and the figures alone. */
export function withReport(
  page: string,
  results: Results,
  bufferBytes: number | undefined,
): { page: string; report: string } {
  const report = [conditions(), "", ...table(results), "", ...bufferLine(bufferBytes)].join("\n");
  const [before = "", rest = ""] = page.split(START);
  const after = rest.slice(rest.indexOf(END));
  return { page: `${before}${START}\n${report}\n${after}`, report };
}

function conditions(): string {
  const date = new Date().toISOString().slice(0, 10);
  const model = cpus()[0]?.model ?? "unknown processor";
  return (
    `Measured on ${date}: collector ${VERSIONS.collector.built} on one of ${cpus().length} cores ` +
    `(${model.trim()}, ${platform()} ${arch()}), Node ${process.version}. ` +
    "Medians of rounds in which every stage had the same load in turn."
  );
}

function table(results: Results): string[] {
  const stages = Object.keys(STAGES) as Stage[];
  const rows = stages.flatMap((stage) => {
    const [plain, content] = [results[0][stage], results[4096][stage]];
    if (!plain || !content) return [];
    const cells = [...cellsOf(results, stage, 0), ...cellsOf(results, stage, 4096)];
    const memory = [plain, content].map(({ residentMiB }) => residentMiB?.toFixed(0) ?? "–");
    return [`| ${STAGES[stage]} | ${cells.join(" | ")} | ${memory.join(" · ")} |`];
  });
  return [
    "| stage | µs CPU per span, no content | × bare | spans/s per core | µs CPU per span, 4 KB per call | × bare | spans/s per core | resident MiB |",
    "|---|---|---|---|---|---|---|---|",
    ...rows,
  ];
}

/** Microseconds, ratio to the bare collector of the same run, and what one core does in a second. */
function cellsOf(results: Results, stage: Stage, content: Content): string[] {
  const micros = (one: Measured | undefined) => one?.cpuMicrosPerSpan;
  const [own, bare] = [micros(results[content][stage]), micros(results[content].bare)];
  if (own === undefined) return ["not measured here", "–", "–"];
  const ratio = bare === undefined ? "–" : (own / bare).toFixed(2);
  return [own.toFixed(1), ratio, `${(1000 / own).toFixed(1)}k`];
}

function bufferLine(bytes: number | undefined): string[] {
  return bytes === undefined
    ? []
    : [`A span that waits for its trace's decision holds ${Math.round(bytes)} bytes of heap.`];
}
