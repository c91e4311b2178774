import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { deleteVolumes } from "../../cli/delete-volumes.ts";
import { checkCores } from "../../cli/engine-cores.ts";
import { reachEngine } from "../../cli/engine.ts";
import { endpointsOf } from "../../cli/endpoints.ts";
import { ensurePlugin } from "../../cli/plugins.ts";
import type { Workspace } from "../../cli/pulumi.ts";
import { reachStack } from "../../cli/reach-stack.ts";
import { loadStack } from "../../cli/stack-file.ts";
import { ENGINE, startEngine } from "../support/engine-stand-in.ts";

const FILE = "Pulumi.docker.yaml";
const NO_OPTIONS = { sshOptions: [] };

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

describe("an engine", () => {
  let engine: Engine;
  afterEach(() => {
    engine.stop();
    vi.unstubAllEnvs();
  });

  test("is asked over its socket, and says what it is", async () => {
    engine = await startEngine();
    const { version, cores } = await reachEngine({ ...NO_OPTIONS, host: engine.host }, FILE);
    expect({ version, cores }).toEqual({ version: "28.5.2", cores: 2 });
    expect(engine.asked.sort()).toEqual(["GET /info", "GET /version"]);
  });

  test("is the one of DOCKER_HOST where the settings name none", async () => {
    engine = await startEngine();
    vi.stubEnv("DOCKER_HOST", engine.host);
    expect((await reachEngine(NO_OPTIONS, FILE)).host).toBe(engine.host);
  });

  test("that is not there is named, with what to do", async () => {
    engine = await startEngine();
    const host = `unix://${engine.socket}.gone`;
    await expect(reachEngine({ ...NO_OPTIONS, host }, FILE)).rejects.toThrow(
      /Pulumi.docker.yaml: agentobs:docker.host: there is no .*docker.sock.gone.*\n {2}Fix: start Docker/,
    );
  });

  test.for([
    [
      "that is too old",
      { "/version": { Version: "24.0.9", ApiVersion: "1.43" } },
      /the engine 19.03.9 speaks API 1.40, and the stack needs 1.41\n {2}Fix: install Docker Engine 20.10/,
    ],
    [
      "of Windows containers",
      { "/info": { OSType: "windows" } },
      /runs containers of windows, and the stack's are for Linux\n {2}Fix: switch it/,
    ],
    ["that is something else", { "/version": {} }, /as no Docker engine does/],
  ] as const)("%s is refused", async ([, answers, message]) => {
    const said: Readonly<Record<string, object>> = { ...ENGINE, ...answers };
    engine = await startEngine((_, path) => ({ status: 200, body: said[path] }));
    const reached = reachEngine({ ...NO_OPTIONS, host: engine.host }, FILE);
    await expect(reached).rejects.toThrow(message);
  });

  test.for([
    ["DOCKER_HOST", "tcp://10.0.0.5:2375", /reached neither over a socket nor over ssh/],
    ["DOCKER_CONTEXT", "prod", /it names the context prod.*\n {2}Fix: unset DOCKER_CONTEXT/],
  ] as const)("of another way in %s is refused", async ([variable, value, message]) => {
    engine = await startEngine();
    vi.stubEnv(variable, value);
    await expect(reachEngine(NO_OPTIONS, FILE)).rejects.toThrow(message);
    expect(engine.asked).toEqual([]);
  });

  test("with too few cores is named before a container is refused", async () => {
    engine = await startEngine();
    const stack = loadStack("docker");
    const { footprints } = stack.plan;
    const plan = {
      ...stack.plan,
      footprints: { ...footprints, jaeger: { memoryMiB: 1, cpuMillis: 3000, how: {} } },
    };
    expect(() => {
      checkCores(stack, { cores: 1, host: engine.host });
    }).not.toThrow();
    expect(() => {
      checkCores({ ...stack, plan }, { cores: 2, host: engine.host });
    }).toThrow(/agentobs:sizes.jaeger.cpuMillis: jaeger may take 3.0 cores, and .* has 2/);
  });

  test("loses the volumes of the stack and no others, and those in use are named", async () => {
    engine = await startEngine((method, path) => {
      if (method === "GET")
        return {
          status: 200,
          body: ENGINE[path] ?? { Volumes: [{ Name: "a-data" }, { Name: "a-config" }] },
        };
      return path.endsWith("a-data")
        ? { status: 409, body: { message: "volume is in use" } }
        : { status: 204 };
    });
    const plan = loadStack("docker").plan.docker;
    if (!plan) throw new Error("not a stack on Docker");
    const reached = await reachEngine({ ...NO_OPTIONS, host: engine.host }, FILE);
    await expect(deleteVolumes(reached, plan)).rejects.toThrow(/a-data: volume is in use/);
    const filter = encodeURIComponent('{"label":["agentobs.project=agentobs"]}');
    expect(engine.asked.slice(2)).toEqual([
      `GET /volumes?filters=${filter}`,
      "DELETE /volumes/a-data",
      "DELETE /volumes/a-config",
    ]);
  });
});

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
      /does not answer \(ops@docker.example: Permission denied \(publickey\)\.\)\n {2}Fix: see that this works: ssh/,
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

describe("Pulumi's plugin for Docker", () => {
  /** Stands in for the Pulumi CLI: it has no plugin, and can't download one. */
  const CLI = `#!/bin/sh
case "$2" in
  ls) echo '[{"name":"random","kind":"resource","version":"4.21.2"}]' ;;
  *) echo "error: failed to download plugin: docker-5.2.0: 403 Forbidden" >&2; exit 255 ;;
esac
`;

  test("that can't be had is named with the way that works without it", async () => {
    const engine = await startEngine();
    const path = join(engine.folder, "pulumi");
    writeFileSync(path, CLI, { mode: 0o755 });
    const workspace = {
      cli: { path },
      environment: { PATH: "/usr/bin:/bin" },
      stack: { name: "docker", file: FILE },
    } as unknown as Workspace;
    await expect(ensurePlugin(workspace, "docker", "make render")).rejects.toThrow(
      /make up STACK=docker: Pulumi's plugin docker 5.2.0 can't be had: .*403 Forbidden\n {2}Fix: .*without it: make render/,
    );
    writeFileSync(join(engine.folder, "pulumi-resource-docker"), "", { mode: 0o755 });
    const onPath = { ...workspace, environment: { PATH: engine.folder } };
    await expect(ensurePlugin(onPath, "docker", "make render")).resolves.toBeUndefined();
    engine.stop();
  });
});
