import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { deleteVolumes } from "../../cli/delete-volumes.ts";
import { checkCores } from "../../cli/engine-cores.ts";
import { reachEngine } from "../../cli/engine.ts";
import { ensurePlugin } from "../../cli/plugins.ts";
import type { Workspace } from "../../cli/pulumi.ts";
import { loadStack } from "../../cli/stack-file.ts";
import { ENGINE, startEngine } from "../support/engine-stand-in.ts";

const FILE = "Pulumi.docker.yaml";
const NO_OPTIONS = { sshOptions: [] };

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
      { "/version": { Version: "19.03.9", ApiVersion: "1.40" } },
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
