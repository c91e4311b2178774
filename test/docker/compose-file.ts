import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { IMAGES } from "../../components/core/images.ts";
import { binary } from "../support/binaries.ts";
import type { DockerEngine } from "../support/docker-engine.ts";
import { loadImages } from "../support/docker-images.ts";
import { containersOf, services } from "../support/docker-inspect.ts";
import { testStack } from "../support/make.ts";
import { onDocker, RUN_IMAGES } from "../support/on-docker.ts";

const PROJECT = "lab";
const run = promisify(execFile);

/** Tests of it on an engine. */
export function composeFileTests(engine: DockerEngine): void {
  describe("the rendered compose file on a real engine", () => {
    let stack: Awaited<ReturnType<typeof testStack>>;
    let folder: string;
    let token = "";

    beforeAll(async () => {
      await loadImages(engine, RUN_IMAGES);
      stack = await testStack(
        "compose",
        await onDocker(PROJECT, { ingest: { auth: { bearer: {} } } }),
      );
      folder = join(stack.home, "rendered");
      await render();
      const example = readFileSync(join(folder, "secrets.example.env"), "utf8");
      const filled = example.replaceAll(/^(SECRET_\w+)=$/gm, (_, name: string) => {
        const value = randomBytes(20).toString("hex");
        if (name === "SECRET_INGEST_TOKEN_1") token = value;
        return `${name}=${value}`;
      });
      writeFileSync(join(folder, "secrets.env"), filled, { mode: 0o600 });
      await up();
    }, 180_000);
    afterAll(async () => {
      await compose("down", "--volumes");
      stack.remove();
    }, 120_000);

    async function render(): Promise<void> {
      const { code, output } = await stack.run("render", "--out", folder);
      if (code !== 0) throw new Error(output);
    }
    const compose = (...args: string[]) =>
      run(binary("compose"), ["--env-file", "secrets.env", ...args], {
        cwd: folder,
        env: { ...process.env, ...engine.environment },
      });
    /** Until every helper has ended: Compose's own wait takes one that has for a failure. */
    async function up(): Promise<void> {
      await compose("up", "--detach");
      const isAsked = async () => {
        expect((await containers()).get("collector-ready")?.State.Status).toBe("exited");
      };
      await vi.waitFor(isAsked, { timeout: 60_000, interval: 300 });
    }
    /** Commands send as agents do, with the token of the environment file. */
    const make = (command: string, ...args: string[]) =>
      stack.runWith(
        { ...engine.environment, OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token}` },
        command,
        ...args,
      );
    const containers = () => containersOf(engine, PROJECT);
    const idsOf = async () =>
      Object.fromEntries(services(await containers()).map(([name, { Id }]) => [name, Id]));

    test("runs every workload well, and every helper has ended well", async () => {
      for (const [name, { State }] of await containers())
        if (/-(files|ready)$/.test(name)) expect([name, State.ExitCode]).toEqual([name, 0]);
        else
          expect([name, State.Status, State.Health?.Status ?? "asked"]).toEqual([
            name,
            "running",
            name === "collector" ? "asked" : "healthy",
          ]);
    });

    test("takes a demo, and verify finds its run whole, counted and clean", async () => {
      const demo = await make("demo", "--burst", "--duration", "5");
      expect(demo.output).not.toContain("Fix:");
      expect(demo.code).toBe(0);
      const { code, output } = await make("verify");
      if (code !== 0) throw new Error(output);
    });

    test("gives a container no right that it has no use for", async () => {
      const running = services(await containers());
      expect(running).toHaveLength(5);
      for (const [, { HostConfig, Config }] of running) {
        expect(HostConfig).toMatchObject({
          ReadonlyRootfs: true,
          Privileged: false,
          CapDrop: ["ALL"],
          SecurityOpt: ["no-new-privileges:true"],
          RestartPolicy: { Name: "unless-stopped" },
          LogConfig: { Type: "json-file", Config: { "max-size": "10m", "max-file": "3" } },
        });
        expect(HostConfig.CapAdd ?? []).toEqual([]);
        expect(HostConfig.Memory).toBeGreaterThan(0);
        expect(HostConfig.MemorySwap).toBe(HostConfig.Memory);
        expect(HostConfig.NanoCpus).toBeGreaterThan(0);
        expect(Config.User).not.toMatch(/^(0|root)?(:|$)/);
      }
    });

    test("opens ports on loopback only", async () => {
      const bindings = services(await containers()).flatMap(([, { HostConfig }]) =>
        Object.values(HostConfig.PortBindings ?? {}).flat(),
      );
      expect(bindings.length).toBeGreaterThan(6);
      expect(new Set(bindings.map(({ HostIp }) => HostIp))).toEqual(new Set(["127.0.0.1"]));
    });

    const busybox = () => `${IMAGES.busybox.repository}:${IMAGES.busybox.tag}`;

    test("gives nobody a way out who needs none", async () => {
      const { Internal } = JSON.parse(
        await engine.docker("network", "inspect", "--format={{json .}}", PROJECT),
      ) as { Internal: boolean };
      expect(Internal).toBe(true);
      const asked = [
        ...["run", "--rm", `--network=${PROJECT}`, busybox()],
        ...["wget", "-q", "-O", "-", "http://victoriametrics:8428/health"],
      ];
      expect(await engine.docker(...asked)).toBe("OK");
    });

    test("hands secrets over as files that only the program's user can read", async () => {
      const volume = `${PROJECT}-collector-secrets`;
      const listed = await engine.docker(
        "run",
        "--rm",
        `--volume=${volume}:/s:ro`,
        busybox(),
        "ls",
        "-ln",
        "/s",
      );
      expect(listed).toMatch(/-r-------- +1 10001 +10001 /);
      const inspected = JSON.stringify([...services(await containers())]);
      expect(token).not.toBe("");
      expect(inspected).not.toContain(token);
    });

    test("comes up again with nothing changed", async () => {
      const before = await idsOf();
      await render();
      await up();
      expect(await idsOf()).toEqual(before);
    });

    test("starts anew only what a changed threshold concerns", async () => {
      const before = await idsOf();
      stack.configure({ alerts: { toolFailure: { successBelowPercent: 77 } } });
      await render();
      await up();
      const after = await idsOf();
      const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
      expect(changed).toContain("vmalert");
      expect(changed).not.toContain("collector");
      expect(changed).not.toContain("jaeger");
    });

    test("keeps its data when everything is made anew", async () => {
      const ui = `http://127.0.0.1:${stack.ports["jaeger"]?.["ui"] ?? 0}`;
      const services = async () =>
        ((await (await fetch(`${ui}/api/services`)).json()) as { data: string[] }).data.sort();
      const before = await services();
      expect(before.length).toBeGreaterThan(3);
      await compose("down");
      expect(await containers()).toEqual(new Map());
      await up();
      expect(await services()).toEqual(before);
    });
  });
}
