import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ensure } from "../../components/platforms/process/binaries.ts";
import type { Range, Series } from "./document.ts";
import { removeAtExit } from "./leftovers.ts";

const LOOPBACK = "127.0.0.1";
const START_SECONDS = 15;

/** Where the queries are asked. */
export interface Store {
  readonly url: string;
  /** One value per series at the end of the range. */
  latest(query: string, range: Range): Promise<readonly Series[]>;
  /** One value per series and step of the range; null where there is none. */
  overTime(query: string, range: Range): Promise<readonly Series[]>;
}

/** A store of its own, which a review fills and removes again. */
export interface OwnStore extends Store {
  /** Takes what `History.lines` gives, and waits until queries see it. */
  write(lines: string): Promise<void>;
  stop(): Promise<void>;
}

/** The store that answers at this address. */
export function storeAt(url: string): Store {
  const ask = async (path: string, parameters: Readonly<Record<string, string>>) => {
    // Without the cache the grid of the steps is the one that was asked for.
    const body = new URLSearchParams({ ...parameters, nocache: "1" });
    const response = await fetch(`${url}${path}`, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(`${path} of ${parameters["query"] ?? ""}: ${text}`);
    return (JSON.parse(text) as Answer).data.result;
  };
  return {
    url,
    latest: async (query, { endSeconds }) => {
      const found = await ask("/api/v1/query", { query, time: String(endSeconds) });
      return sorted(
        found.map(({ metric, value }) => ({
          labels: labelsOf(metric),
          values: [numberOf(value?.[1])],
        })),
      );
    },
    overTime: async (query, { startSeconds, endSeconds, stepSeconds }) => {
      const range = { start: String(startSeconds), end: String(endSeconds) };
      const found = await ask("/api/v1/query_range", { query, ...range, step: `${stepSeconds}s` });
      const steps = (endSeconds - startSeconds) / stepSeconds + 1;
      return sorted(
        found.map(({ metric, values = [] }) => {
          const line = Array.from<number | null>({ length: steps }).fill(null);
          for (const [time, value] of values)
            line[Math.round((time - startSeconds) / stepSeconds)] = numberOf(value);
          return { labels: labelsOf(metric), values: line };
        }),
      );
    },
  };
}

/** https://docs.victoriametrics.com/victoriametrics/url-examples/#apiv1query_range */
interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value?: readonly [number, string];
      readonly values?: readonly (readonly [number, string])[];
    }[];
  };
}

function labelsOf({ __name__: name, ...labels }: Readonly<Record<string, string>>) {
  const pairs = Object.entries({ ...(name && { __name__: name }), ...labels });
  return Object.fromEntries(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * As many digits as a picture shows. The last ones of a sum depend on its order, which the store
 * doesn't keep: they go first, so that they don't decide how a half is rounded.
 */
function numberOf(text: string | undefined): number | null {
  const value = Number(text);
  if (!Number.isFinite(value)) return null;
  return Number(Number(value.toPrecision(12)).toPrecision(6));
}

function sorted(series: readonly Series[]): readonly Series[] {
  const keyed = series.map((one) => ({ key: JSON.stringify(one.labels), one }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ one }) => one);
}

/**
 * Starts a VictoriaMetrics for this review, in a folder for temporary files and on loopback.
 *
 * @param report takes what the install says, where the program is not there yet
 * @throws {ProblemError} the program can neither be downloaded nor built
 */
export async function startStore(report: (line: string) => void): Promise<OwnStore> {
  const { path } = await ensure("victoriametrics", report);
  const folder = mkdtempSync(join(tmpdir(), "agentobs-review-store-"));
  const address = `${LOOPBACK}:${await freePort()}`;
  const child = spawn(
    path,
    [
      `-httpListenAddr=${address}`,
      `-storageDataPath=${folder}`,
      // The demo's clock stands in the past.
      "-retentionPeriod=100y",
      "-search.latencyOffset=0s",
      "-loggerLevel=ERROR",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => {
      resolve();
    });
  });
  const forget = removeAtExit(folder, () => child.kill("SIGKILL"));
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
    forget();
  };
  const url = `http://${address}`;
  for (let tries = 0; !(await answers(url)); tries += 1) {
    if (child.exitCode === null && tries < START_SECONDS * 20) await sleep(50);
    else {
      await stop();
      throw new Error(`VictoriaMetrics (${path}) did not answer at ${url}`);
    }
  }
  return {
    ...storeAt(url),
    stop,
    write: async (lines) => {
      const { ok, status } = await fetch(`${url}/api/v1/import`, { method: "POST", body: lines });
      if (!ok) throw new Error(`VictoriaMetrics refused the demo data: ${status}`);
      await fetch(`${url}/internal/force_flush`);
    },
  };
}

/** Whether a store answers at this address. */
export async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === "object" && address ? address.port : 0);
      });
    });
  });
}
