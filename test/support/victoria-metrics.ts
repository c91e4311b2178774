import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { binary } from "./binaries.ts";
import { freePort } from "./ports.ts";

/** A VictoriaMetrics of its own for one test file. */
export interface Store {
  readonly url: string;
  /** Writes samples in the Prometheus text format, and waits until queries see them. */
  write(lines: readonly string[]): Promise<void>;
  /** An answer of the query API: https://docs.victoriametrics.com/victoriametrics/url-examples/ */
  get(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
  stop(): Promise<void>;
}

/** Starts the store with vmui dashboards by file name. */
export async function startStore(dashboards: Readonly<Record<string, string>>): Promise<Store> {
  const home = mkdtempSync(join(tmpdir(), "agentobs-store-"));
  mkdirSync(join(home, "vmui"));
  for (const [file, text] of Object.entries(dashboards))
    writeFileSync(join(home, "vmui", file), text);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(
    binary("victoriametrics"),
    [
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${join(home, "data")}`,
      `-vmui.customDashboardsPath=${join(home, "vmui")}`,
      "-search.latencyOffset=0s",
      "-loggerLevel=ERROR",
    ],
    { stdio: "inherit" },
  );
  const get: Store["get"] = async (path, parameters = {}) => {
    const response = await fetch(`${url}${path}?${new URLSearchParams(parameters).toString()}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  await untilHealthy(url, child);
  return {
    url,
    get,
    write: async (lines) => {
      const body = `${lines.join("\n")}\n`;
      await fetch(`${url}/api/v1/import/prometheus`, { method: "POST", body });
      await fetch(`${url}/internal/force_flush`);
    },
    stop: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(home, { recursive: true });
    },
  };
}

async function untilHealthy(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    if (child.exitCode !== null) throw new Error(`VictoriaMetrics ended with ${child.exitCode}`);
    const healthy = await fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await sleep(100);
  }
  child.kill("SIGKILL");
  throw new Error("VictoriaMetrics did not answer within 15 seconds");
}
