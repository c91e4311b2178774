import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Programs } from "../support/cluster/programs.ts";
import { freePorts, listenError, LOOPBACK } from "../support/ports.ts";

let folder: string;
let programs: Programs;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-programs-"));
  programs = new Programs(folder);
});
afterEach(async () => {
  await programs.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a store, and returns the port that it listens to when it is up. */
async function startStore(): Promise<number> {
  const [client = 0, peer = 0] = await freePorts(2);
  const [clients, peers] = [`http://${LOOPBACK}:${client}`, `http://${LOOPBACK}:${peer}`];
  programs.start("etcd", [
    `--data-dir=${join(folder, "data")}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
  ]);
  return client;
}
const listensTo = (port: number) => async () => (await listenError(port)) === "EADDRINUSE";

describe("a program of the cluster", () => {
  test("that ends by itself fails the wait at once, with the end of its log", async () => {
    programs.start("etcd", ["--data-dir=/dev/null/data"]);
    await expect(programs.until("ready", () => Promise.resolve(false), 60_000)).rejects.toThrow(
      /^etcd ended before ready\n── etcd\n[^]*\/dev\/null\/data/,
    );
  });

  test("that does not get ready in time fails the wait, with the ends of all logs", async () => {
    const port = await startStore();
    await programs.until("listening", listensTo(port), 20_000);
    await expect(programs.until("ready", () => Promise.resolve(false), 300)).rejects.toThrow(
      /^not ready after 0\.3 s\n── etcd\n.*\S/,
    );
  });

  test("is gone when the cluster is stopped, and so is its port", async () => {
    const port = await startStore();
    await programs.until("listening", listensTo(port), 20_000);
    await programs.stop();
    expect(await listenError(port)).toBeUndefined();
  });
});
