import type { DiffResult, ReadResult } from "@pulumi/pulumi/provider/provider.js";
import { isDeepStrictEqual } from "node:util";
import {
  type Checked,
  type Created,
  isUnknown,
  type Properties,
  type Report,
  reveal,
} from "../../provider/properties.ts";
import { removeFiles } from "./files.ts";
import { Interrupted } from "./health.ts";
import { processFailures } from "./input-problems.ts";
import { type ProcessInputs, processInputs, startHash } from "./inputs.ts";
import { ensureRunning } from "./lifecycle.ts";
import { removeRecord, type RunRecord, runningRecord } from "./record.ts";
import { stackFolders } from "./state.ts";
import { stop } from "./stop.ts";

export async function checkProcess(olds: Properties, news: Properties): Promise<Checked> {
  const inputs = { ...news, folder: stackFolders(String(news["stack"])).root };
  const failures = await processFailures(processInputs(inputs), processInputs(olds));
  return { inputs, failures };
}

/**
 * In place, whatever changed: a replacement would go through `delete`, which may remove the data. A
 * process that died or runs something else is a change too, so that a plain `pulumi up` mends it.
 * Reports what Pulumi does not show by itself, such as which file or that a secret differs.
 */
export function diffProcess(olds: Properties, news: Properties, report: Report): DiffResult {
  const inputs = processInputs(news);
  const running = runningRecord(inputs.folder, inputs.name);
  if (!running) report(`${inputs.name} is not running: will be started`);
  if (!running || isUnknown(news)) return { changes: true };
  const restarts = running.hash !== startHash(inputs);
  const changed = Object.keys(news).flatMap((key) => differences(key, olds[key], news[key]));
  if (restarts)
    report(`${inputs.name} restarts: ${changed.join(", ") || "it runs something else"}`);
  else if (changed.length > 0)
    report(`${inputs.name} goes on without a restart: ${changed.join(", ")}`);
  return { changes: restarts || changed.length > 0 };
}

/** The input when it differs; of `files` and the like each member that does. No value is shown. */
function differences(key: string, before: unknown, after: unknown): string[] {
  const [old, now] = [reveal(before), reveal(after)];
  if (isDeepStrictEqual(old, now)) return [];
  if (!isMap(old) || !isMap(now)) return [key];
  const members = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  return members
    .filter((member) => !isDeepStrictEqual(old[member], now[member]))
    .map((member) => `${key}.${member}`);
}

function isMap(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export async function createProcess(news: Properties, signal: AbortSignal): Promise<Created> {
  const record = await start(news, signal);
  return { id: idOf(record), outs: outputs(news, record) };
}

export async function updateProcess(
  id: string,
  news: Properties,
  signal: AbortSignal,
): Promise<Pick<Created, "outs">> {
  return { outs: outputs(news, await start(news, signal, id)) };
}

/** Empty when the process is gone, so that the next update creates it again. */
export function readProcess(id: string, properties: Properties): ReadResult {
  const { folder, name } = processInputs(properties);
  const record = runningRecord(folder, name);
  return record ? { id, props: outputs(properties, record) } : {};
}

export async function deleteProcess(properties: Properties): Promise<void> {
  const inputs = processInputs(properties);
  // The second is another one when the project was moved since.
  for (const folder of new Set([inputs.folder, stackFolders(inputs.stack).root]))
    await remove({ ...inputs, folder });
}

async function remove(inputs: ProcessInputs): Promise<void> {
  const { folder, name, stopSeconds } = inputs;
  const record = runningRecord(folder, name);
  if (record) await stop(record, stopSeconds);
  removeRecord(folder, name);
  removeFiles(inputs);
}

async function start(news: Properties, signal: AbortSignal, id?: string): Promise<RunRecord> {
  const inputs = processInputs(news);
  try {
    return await ensureRunning(inputs, signal);
  } catch (error) {
    const record = runningRecord(inputs.folder, inputs.name);
    if (!(error instanceof Interrupted) || !record) throw error;
    throw new NotReady(error.message, id ?? idOf(record), outputs(news, record));
  }
}

/** The pid alone would soon name another program. */
function idOf({ name, startedAt }: RunRecord): string {
  return `${name}-${startedAt}`;
}

function outputs(properties: Properties, { pid, startedAt }: RunRecord): Properties {
  return { ...properties, pid, startedAt };
}

/**
 * Tells the engine that the resource exists without being ready: it is remembered, so that destroy
 * stops it and the next update goes on with it. The server looks for these members.
 * https://github.com/pulumi/pulumi/blob/sdk/v3.248.0/sdk/nodejs/provider/server.ts
 */
class NotReady extends Error {
  override readonly name = "NotReady";
  readonly id: string;
  readonly properties: Properties;
  readonly reasons: readonly string[];

  constructor(message: string, id: string, properties: Properties) {
    super(message);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}
