import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ENGINE, startEngine } from "../support/engine-stand-in.ts";
import { withoutHash } from "../support/kubernetes-program.ts";
import { type Run, testStack } from "../support/make.ts";

const PROVIDER = join(import.meta.dirname, "../support/stand-in-provider.ts");

/** The real commands and the real Pulumi; what they would ask of Docker is written down. */
describe("make up and make down of a stack on Docker", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let engine: Awaited<ReturnType<typeof startEngine>>;
  let journal: string;
  const ingest = { tls: {}, auth: { bearer: {} } };
  const settings = () => ({ preset: "docker", ingest, docker: { host: engine.host } });

  beforeAll(async () => {
    engine = await startEngine((method, path) =>
      method === "DELETE"
        ? { status: 204 }
        : { status: 200, body: ENGINE[path] ?? { Volumes: [{ Name: "agentobs-jaeger-data" }] } },
    );
    stack = await testStack("containers", settings());
    journal = join(stack.home, "journal");
    mkdirSync(join(stack.home, "bin"));
    for (const name of ["docker", "random", "tls"])
      writeFileSync(
        join(stack.home, "bin", `pulumi-resource-${name}`),
        `#!/bin/sh\nexec "${process.execPath}" "${PROVIDER}" "$@"\n`,
        { mode: 0o755 },
      );
  });
  afterAll(() => {
    engine.stop();
    stack.remove();
  });

  async function attempt(
    environment: Readonly<Record<string, string>>,
    command: string,
    ...args: string[]
  ): Promise<Run & { asked: string[] }> {
    writeFileSync(journal, "");
    const run = await stack.runWith(
      {
        AGENTOBS_TEST_JOURNAL: journal,
        PATH: [join(stack.home, "bin"), process.env["PATH"]].join(delimiter),
        ...environment,
      },
      command,
      ...args,
    );
    const lines = readFileSync(journal, "utf8").trim().split("\n").filter(Boolean);
    return { ...run, asked: lines.map(withoutHash) };
  }

  /** Runs a command that must work; gives what was asked of Docker meanwhile, in order. */
  async function make(command: string, ...args: string[]) {
    const run = await attempt({}, command, ...args);
    if (run.code !== 0) throw new Error(run.output);
    return run;
  }

  test("up ends where a helper failed, before what would start without its files", async () => {
    const { code, output, asked } = await attempt({ AGENTOBS_TEST_FAILS: "jaeger-files" }, "up");
    expect(code).toBe(1);
    expect(output).toContain("container agentobs-jaeger-files: it ended with 1");
    expect(output).toContain("docker rm agentobs-jaeger-files");
    expect(asked).toContain("+ Container jaeger-files");
    expect(asked).not.toContain("+ Container jaeger");
    expect(asked).not.toContain("+ Container collector");
    await make("down");
  });

  test("up makes everything in an order in which it works, and says where it is", async () => {
    const { asked, output } = await make("up");
    const chain = [
      "+ Network agentobs",
      "+ Volume agentobs-jaeger-config-<hash>",
      "+ Container jaeger-files",
      "+ Container jaeger",
      "+ Container collector",
      "+ Container collector-ready",
    ].map((line) => asked.indexOf(line));
    expect(chain).not.toContain(-1);
    expect(chain).toEqual(chain.toSorted((a, b) => a - b));
    const { jaeger } = stack.ports as { jaeger: { ui: number } };
    expect(output).toContain(`on ${engine.host} (Docker 28.5.2).`);
    expect(output).toContain(`Traces           http://127.0.0.1:${jaeger.ui}/`);
    expect(output).toContain(
      "exec agentobs-grafana cat /run/secrets/agentobs/grafana-admin-password",
    );
    expect(output).toContain("make verify STACK=containers");
  });

  test("up leaves the agents' credentials to their owner, and no secret in its state", () => {
    const file = readFileSync(join(stack.folder, "agents.env"), "utf8");
    const token = /authorization=Bearer%20(\w+)/.exec(file)?.[1] ?? "";
    expect(token.length).toBeGreaterThan(20);
    const state = readFileSync(
      join(stack.folder, "pulumi/.pulumi/stacks/agentobs/containers.json"),
      "utf8",
    );
    expect(state).toContain("agentobs-collector-files");
    expect(state.includes(token)).toBe(false);
    expect(state.includes("BEGIN PRIVATE KEY")).toBe(false);
  });

  test("a second up changes nothing", async () => {
    expect((await make("up")).asked).toEqual([]);
  });

  test("a changed threshold: only the container that reads the rules is another, and whoever waits for it stays", async () => {
    stack.configure({ ...settings(), alerts: { cost: { minimumWindows: 7 } } });
    expect((await make("up")).asked).toEqual([
      "+ Volume agentobs-vmalert-config-<hash>",
      "- Container vmalert-files",
      "+ Container vmalert-files",
      "- Container vmalert",
      "+ Container vmalert",
      "- Volume agentobs-vmalert-config-<hash>",
    ]);
  });

  test("down removes all but the volumes with data, and what they can't be read without", async () => {
    const { asked, output } = await make("down");
    expect(asked).toContain("- Container jaeger");
    expect(asked.indexOf("- Container collector")).toBeLessThan(
      asked.indexOf("- Container jaeger"),
    );
    expect(asked.filter((line) => /Volume .*-data$/.test(line))).toEqual([]);
    expect(asked.filter((line) => /Random\w+ grafana-/.test(line))).toEqual([]);
    expect(output).toContain("docker volume ls --filter label=agentobs.project=agentobs");
    expect(engine.asked.filter((line) => line.startsWith("DELETE"))).toEqual([]);
  });

  test("down DATA=delete removes the volumes too", async () => {
    await make("up");
    const { output } = await make("down", "--data", "delete");
    expect(output).toContain("its data is deleted");
    expect(engine.asked).toContain("DELETE /volumes/agentobs-jaeger-data");
  });
});
