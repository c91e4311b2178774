import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { endpointsOf } from "../../cli/endpoints.ts";
import { reachEngine } from "../../cli/engine.ts";
import { reachStack } from "../../cli/reach-stack.ts";
import { loadStack } from "../../cli/stack-file.ts";
import { startEngine } from "../support/engine-stand-in.ts";

const FILE = "Pulumi.docker.yaml";

/** Stands in for ssh: `docker system dial-stdio` is a pipe to the socket, `-L` a port that answers. */
const SSH = `#!${process.execPath}
const { appendFileSync } = require("node:fs");
const { connect, createServer } = require("node:net");
const args = process.argv.slice(2);
appendFileSync(__dirname + "/calls", process.pid + " " + args.join(" ") + "\\n");
if (process.env.BROKEN) {
  console.error("ops@docker.example: Permission denied (publickey).");
  process.exit(255);
}
if (args.at(-1) === "dial-stdio") {
  const socket = connect(__dirname + "/docker.sock");
  process.stdin.pipe(socket).pipe(process.stdout);
} else
  for (const [, port] of args.join(" ").matchAll(/-L 127\\.0\\.0\\.1:(\\d+):/g))
    createServer((socket) => socket.end()).listen(Number(port), "127.0.0.1");
`;

type Engine = Awaited<ReturnType<typeof startEngine>>;

describe("a stack whose engine is reached over ssh", () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = await startEngine();
    writeFileSync(join(engine.folder, "ssh"), SSH, { mode: 0o755 });
    vi.stubEnv("PATH", [engine.folder, process.env["PATH"]].join(delimiter));
  });
  afterEach(() => {
    engine.stop();
    vi.unstubAllEnvs();
  });
  const remote = { host: "ssh://ops@docker.example:2222", sshOptions: ["-i", "/keys/docker"] };
  const calls = () => readFileSync(join(engine.folder, "calls"), "utf8").trim().split("\n");
  function remoteStack() {
    const stack = loadStack("docker");
    const { docker } = stack.plan;
    if (!docker) throw new Error("not a stack on Docker");
    return { ...stack, plan: { ...stack.plan, docker: { ...docker, ...remote } } };
  }
  const isGone = (pid: number) => {
    try {
      return !process.kill(pid, 0);
    } catch {
      return true;
    }
  };

  test("asks it the way that Docker's own client does", async () => {
    expect((await reachEngine(remote, FILE)).version).toBe("28.5.2");
    expect(calls()[0]).toMatch(
      /-o BatchMode=yes .*-i \/keys\/docker -p 2222 -- ops@docker.example docker system dial-stdio$/,
    );
  });

  test("says what ssh says when it lets nobody in", async () => {
    vi.stubEnv("BROKEN", "yes");
    await expect(reachEngine(remote, FILE)).rejects.toThrow(
      /does not answer \(ops@docker.example: Permission denied \(publickey\)\.\)\n {2}Fix: see that this works, with agentobs:docker.sshOptions: ssh/,
    );
    await expect(reachStack(remoteStack(), "verify")).rejects.toThrow(
      /ssh -N -L … ops@docker.example: it ended\n.*Permission denied/,
    );
  });

  test("has every published port on loopback here, through one ssh, until it is closed", async () => {
    const stack = remoteStack();
    const { addresses, close } = await reachStack(stack, "verify");
    const { otlpHttpUrl, jaegerUrl, metricsUrl } = endpointsOf({ ...stack.plan, addresses });
    for (const url of [otlpHttpUrl, jaegerUrl, metricsUrl])
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(jaegerUrl).not.toBe("http://127.0.0.1:16686");
    expect(calls()).toHaveLength(1);
    expect(calls()[0]).toContain(`-L 127.0.0.1:${new URL(jaegerUrl ?? "").port}:127.0.0.1:16686`);
    close();
    await vi.waitUntil(() => calls().every((line) => isGone(Number(line.split(" ")[0]))), 5000);
  });
});

describe("a stack whose engine is here", () => {
  test("is reached at its published ports, with nothing started for it", async () => {
    vi.stubEnv("DOCKER_HOST", "unix:///nowhere/docker.sock");
    const stack = loadStack("docker");
    const { addresses } = await reachStack(stack, "verify");
    expect(endpointsOf({ ...stack.plan, addresses })).toMatchObject({
      otlpHttpUrl: "http://127.0.0.1:4318",
      otlpGrpcUrl: "http://127.0.0.1:4317",
      collectorMetricsUrl: "http://127.0.0.1:8888",
      jaegerUrl: "http://127.0.0.1:16686",
      metricsUrl: "http://127.0.0.1:8428",
      rulesUrl: "http://127.0.0.1:8880",
      alertmanagerUrl: "http://127.0.0.1:9093",
    });
    vi.unstubAllEnvs();
  });
});
