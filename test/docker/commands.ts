import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DockerEngine } from "../support/docker-engine.ts";
import { loadImages } from "../support/docker-images.ts";
import { containersOf, services } from "../support/docker-inspect.ts";
import { type Run, testStack } from "../support/make.ts";
import { onDocker, RUN_IMAGES } from "../support/on-docker.ts";

const PROJECT = "up";
const SUPPORT = join(import.meta.dirname, "../support");
const STAND_INS = {
  docker: "docker-provider.ts",
  random: "stand-in-provider.ts",
  tls: "stand-in-provider.ts",
};

/** The real commands, the real CLI, a real engine; only the provider's plugin is stood in for. */
export function commandTests(engine: DockerEngine): void {
  describe("make up and make down of a stack on an engine", () => {
    let stack: Awaited<ReturnType<typeof testStack>>;
    let journal: string;

    beforeAll(async () => {
      await loadImages(engine, RUN_IMAGES);
      stack = await testStack(
        "containers",
        await onDocker(PROJECT, { ingest: { tls: {}, auth: { bearer: {} } } }),
      );
      journal = join(stack.home, "journal");
      mkdirSync(join(stack.home, "bin"));
      for (const [name, script] of Object.entries(STAND_INS))
        writeFileSync(
          join(stack.home, "bin", `pulumi-resource-${name}`),
          `#!/bin/sh\nexec "${process.execPath}" "${join(SUPPORT, script)}" "$@"\n`,
          { mode: 0o755 },
        );
    }, 120_000);
    afterAll(async () => {
      await make("down", "--data", "delete");
      stack.remove();
    }, 180_000);

    /** Runs a command; gives what was asked of the engine meanwhile, in order. */
    async function make(command: string, ...args: string[]): Promise<Run & { asked: string[] }> {
      writeFileSync(journal, "");
      const environment = {
        ...engine.environment,
        AGENTOBS_TEST_JOURNAL: journal,
        PATH: [join(stack.home, "bin"), engine.environment["PATH"]].join(delimiter),
      };
      const run = await stack.runWith(environment, command, ...args);
      if (run.code !== 0) throw new Error(run.output);
      return { ...run, asked: readFileSync(journal, "utf8").trim().split("\n").filter(Boolean) };
    }
    const containers = () => containersOf(engine, PROJECT);

    test("up starts each behind those that it needs, filled and asked", async () => {
      const { asked, output } = await make("up");
      const order = [
        "+ Network up",
        "+ Container jaeger-files",
        "+ Container jaeger",
        "+ Container collector",
        "+ Container collector-ready",
      ].map((line) => asked.indexOf(line));
      expect(order).not.toContain(-1);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(output).toContain("make verify STACK=containers");
      for (const [name, { State }] of services(await containers()))
        expect([name, State.Status]).toEqual([name, "running"]);
    });

    test("verify finds its run over TLS, whole, counted and clean", async () => {
      const { output } = await make("verify");
      expect(output).not.toMatch(/^FAILED/m);
    });

    test("up again asks for nothing", async () => {
      expect((await make("up")).asked).toEqual([]);
    });

    test("up with another threshold makes anew what evaluates it and what draws it, and nothing else", async () => {
      stack.configure({ alerts: { toolFailure: { successBelowPercent: 77 } } });
      const { asked } = await make("up");
      const made = asked.filter((line) => line.startsWith("+ Container"));
      expect(made.sort()).toEqual([
        "+ Container victoriametrics",
        "+ Container victoriametrics-files",
        "+ Container vmalert",
        "+ Container vmalert-files",
      ]);
    });

    test("no secret stands in the state in the clear, and none in what runs", async () => {
      const agents = readFileSync(join(stack.folder, "agents.env"), "utf8");
      const token = /authorization=Bearer%20(\w+)/.exec(agents)?.[1] ?? "";
      expect(token.length).toBeGreaterThan(20);
      const state = join(stack.folder, "pulumi/.pulumi/stacks/agentobs/containers.json");
      expect(readFileSync(state, "utf8")).not.toContain(token);
      expect(JSON.stringify(services(await containers()))).not.toContain(token);
    });

    test("data outlives a down and an up", async () => {
      const ui = `http://127.0.0.1:${stack.ports["jaeger"]?.["ui"] ?? 0}`;
      const known = async () => (await (await fetch(`${ui}/api/services`)).json()) as object;
      const before = await known();
      expect(JSON.stringify(before)).toContain("agentobs");
      await make("down");
      expect(await containers()).toEqual(new Map());
      await make("up");
      expect(await known()).toEqual(before);
    });

    test("down with DATA=delete leaves nothing behind", async () => {
      await make("down", "--data", "delete");
      expect(await containers()).toEqual(new Map());
      expect(await engine.docker("volume", "ls", "--quiet", `--filter=name=^${PROJECT}-`)).toBe("");
      expect(await engine.docker("network", "ls", "--quiet", `--filter=name=^${PROJECT}`)).toBe("");
    });
  });
}
