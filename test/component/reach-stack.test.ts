import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { endpointsOf } from "../../cli/endpoints.ts";
import { reachStack } from "../../cli/reach-stack.ts";
import { loadStack } from "../../cli/stack-file.ts";

/** Stands in for kubectl: says which ports it opened, as kubectl does, and stays until it is ended. */
const KUBECTL = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const args = process.argv.slice(2);
appendFileSync(__dirname + "/calls", process.pid + " " + args.join(" ") + "\\n");
if (args.includes(process.env.BROKEN)) {
  console.error("error: unable to forward port because pod is not running. Current status=Pending");
  process.exit(1);
}
for (const port of args.filter((arg) => arg.startsWith(":")).map((arg) => Number(arg.slice(1))))
  console.log("Forwarding from 127.0.0.1:" + (40000 + port) + " -> " + port);
setInterval(() => {}, 1000);
`;

describe("a stack in a cluster, reached from this machine", () => {
  const stack = loadStack("kubernetes-jaeger");
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "agentobs-kubectl-"));
    vi.stubEnv("PATH", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const install = () => {
    writeFileSync(join(folder, "kubectl"), KUBECTL, { mode: 0o755 });
  };
  const calls = () => readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  const isGone = (pid: number) => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  };

  test("has every endpoint on loopback until it is closed, each sampler by its pod", async () => {
    install();
    const { addresses, close } = await reachStack(stack, "verify");
    const endpoints = endpointsOf({ ...stack.plan, addresses });
    expect(endpoints).toMatchObject({
      otlpHttpUrl: "https://localhost:44318",
      collectorMetricsUrl: "http://localhost:48888",
      samplerMetricsUrls: ["http://localhost:48888", "http://localhost:48888"],
      jaegerUrl: "http://localhost:56686",
      metricsUrl: "http://localhost:48428",
    });
    expect(calls().join("\n")).toContain(
      "--namespace=agentobs port-forward --address=127.0.0.1 pod/sampler-1 :4317 :13133 :8888",
    );
    close();
    const pids = calls().map((line) => Number(line.split(" ")[0]));
    await vi.waitUntil(() => pids.every(isGone), 5000);
  });

  test("says what kubectl says when a pod is not ready, and leaves no forward behind", async () => {
    install();
    vi.stubEnv("BROKEN", "service/vmalert");
    await expect(reachStack(stack, "verify")).rejects.toThrow(
      /kubectl port-forward service\/vmalert: it ended \(exit code 1\)\n.*Current status=Pending/,
    );
    const pids = calls().map((line) => Number(line.split(" ")[0]));
    await vi.waitUntil(() => pids.every(isGone), 5000);
  });

  test("asks for kubectl where there is none, and names the way by hand", async () => {
    await expect(reachStack(stack, "verify")).rejects.toThrow(
      /make verify STACK=kubernetes-jaeger: .*kubectl.*\n {2}Fix: install kubectl[^]*port-forward service\/jaeger 16686:16686/,
    );
  });

  test("needs nothing of it where everything runs on this machine", async () => {
    const local = loadStack("local");
    expect((await reachStack(local, "verify")).addresses).toBe(local.plan.addresses);
  });
});
