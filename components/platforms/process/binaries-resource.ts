import type { DiffResult, ReadResult } from "@pulumi/pulumi/provider/provider.js";
import { existsSync, rmdirSync, rmSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { Program } from "../../core/versions.ts";
import {
  type Checked,
  type Created,
  type Properties,
  type Report,
  reveal,
} from "../../provider/properties.ts";
import { ensure } from "./binaries.ts";
import type { Located } from "./install.ts";
import { stackFailures } from "./input-problems.ts";
import { binariesInputs } from "./inputs.ts";
import { runningRecords } from "./record.ts";
import { foldersIn, stackFolders } from "./state.ts";
import { stop } from "./stop.ts";

/**
 * Created before every process and removed after it: what holds for the stack as a whole is here, so
 * that all ports in use are named at once and not one process after the other.
 */
export async function checkBinaries(news: Properties): Promise<Checked> {
  const { ports, ...rest } = news;
  const inputs = { ...rest, folder: stackFolders(String(news["stack"])).root };
  return { inputs, failures: await stackFailures(binariesInputs({ ...inputs, ports })) };
}

export function diffBinaries(olds: Properties, news: Properties): DiffResult {
  const differs = (key: string) => !isDeepStrictEqual(reveal(olds[key]), reveal(news[key]));
  return { changes: Object.keys(news).some(differs) };
}

export async function createBinaries(news: Properties, report: Report): Promise<Created> {
  return { id: `binaries-${new Date().toISOString()}`, ...(await updateBinaries(news, report)) };
}

/** One after the other: what has to be built takes all cores anyway. */
export async function updateBinaries(
  news: Properties,
  report: Report,
): Promise<Pick<Created, "outs">> {
  const programs: Record<string, Located> = {};
  for (const tool of Object.keys(binariesInputs(news).tools).sort())
    programs[tool] = await ensure(tool as Program, report);
  return { outs: { ...news, programs } };
}

/** Empty when a program is gone, so that the next update finds or installs it again. */
export function readBinaries(id: string, properties: Properties): ReadResult {
  const programs = reveal(properties["programs"]) as Record<string, Located>;
  const present = Object.values(programs).every(({ path }) => existsSync(path));
  return present ? { id, props: properties } : {};
}

/**
 * The last step of a destroy. Stops what an interrupted update started and Pulumi never heard of, and
 * leaves a folder only when it holds data or logs. The programs stay: other stacks use them.
 */
export async function deleteBinaries(properties: Properties): Promise<void> {
  const { stack, folder } = binariesInputs(properties);
  for (const root of new Set([folder, stackFolders(stack).root])) {
    for (const record of runningRecords(root)) await stop(record, record.stopSeconds);
    const { config, secrets, run, data, logs } = foldersIn(root);
    for (const path of [config, secrets, run]) rmSync(path, { recursive: true, force: true });
    for (const path of [data, logs, root]) removeIfEmpty(path);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something worth keeping, or is gone already.
  }
}
