import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadStack } from "../../cli/stack-file.ts";
import { identify } from "../../components/platforms/process/identity.ts";
import { listeningBeyondLoopback } from "../support/sockets.ts";
import { testStack } from "../support/make.ts";
import { webhookReceiver } from "../support/webhook.ts";

/** The documented five, and what is said when all agents have stopped. */
const PROVOKABLE = [
  "AgentLoopIterationsHigh",
  "AgentToolFailureSpike",
  "AgentTokenBudgetExceeded",
  "AgentLatencyP99High",
  "AgentTracesMissing",
  "PipelineSilent",
] as const;

/** Whom the demo provokes: an alert that names somebody else is no proof. */
const PROVOKED: Record<(typeof PROVOKABLE)[number], Record<string, string>> = {
  AgentLoopIterationsHigh: { gen_ai_agent_name: "coder", severity: "warning" },
  AgentToolFailureSpike: { gen_ai_tool_name: "issue_refund", severity: "critical" },
  AgentTokenBudgetExceeded: { gen_ai_agent_name: "research", severity: "warning" },
  AgentLatencyP99High: { gen_ai_agent_name: "research", severity: "critical" },
  AgentTracesMissing: { severity: "warning" },
  PipelineSilent: { severity: "warning" },
};

/** Windows of seconds instead of minutes: what is tested live is the way, not the defaults. */
const SHORT_WINDOWS = {
  evaluateEverySeconds: 5,
  groupWaitSeconds: 1,
  groupIntervalSeconds: 5,
  loop: { windowSeconds: 60 },
  toolFailure: { windowSeconds: 60, forSeconds: 0 },
  context: { windowSeconds: 60 },
  latency: { windowSeconds: 60, forSeconds: 0 },
  // Shorter than the demo: when all agents have stopped, that one is missing is held back.
  missing: { silentSeconds: 20, seenWithinSeconds: 50 },
};

describe("a stack of preset local, through the real Pulumi CLI", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let webhook: Awaited<ReturnType<typeof webhookReceiver>>;

  beforeAll(async () => {
    webhook = await webhookReceiver();
    const routes = [{ severities: ["critical", "warning"], webhook: { url: webhook.url } }];
    stack = await testStack("uptest", { alerts: { ...SHORT_WINDOWS, routes } });
  });
  afterAll(async () => {
    await stack.run("down", "--data", "delete");
    stack.remove();
    await webhook.close();
  });

  /** Process ids by workload, from the records that the platform keeps. */
  function pids(): Record<string, number> {
    const run = join(stack.folder, "run");
    const records = existsSync(run) ? readdirSync(run).filter((f) => f.endsWith(".json")) : [];
    return Object.fromEntries(
      records.map((file) => {
        const { pid } = JSON.parse(readFileSync(join(run, file), "utf8")) as { pid: number };
        return [file.replace(".json", ""), pid];
      }),
    );
  }
  const up = async (...args: string[]) => {
    const { code, output } = await stack.run("up", ...args);
    expect(output).toContain("Stack uptest is up");
    expect(code).toBe(0);
    return output;
  };

  test("up starts every workload, on loopback only, and says where everything is", async () => {
    const output = await up();
    const { addresses, workloads } = loadStack(stack.file).plan;
    expect(Object.keys(pids()).sort()).toEqual([...workloads].sort());
    expect(output).toContain(`http://127.0.0.1:${addresses.jaeger?.ui.port ?? 0}`);
    expect(output).toContain("export OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:");
    for (const pid of Object.values(pids())) expect(listeningBeyondLoopback(pid)).toEqual([]);
  });

  test("the state folder is its owner's alone", () => {
    expect(statSync(join(stack.folder, "passphrase")).mode & 0o777).toBe(0o600);
    expect(statSync(stack.folder).mode & 0o777).toBe(0o700);
  });

  test("verify finds the marked run in every backend", async () => {
    const { code, output } = await stack.run("verify");
    expect(output).not.toContain("✗");
    expect(code).toBe(0);
  });

  test("a second up changes nothing", async () => {
    const before = pids();
    expect(await up()).toMatch(/Resources:\s+\d+ unchanged\s/);
    expect(pids()).toEqual(before);
  });

  test("a changed setting restarts only the process that it concerns", async () => {
    const before = pids();
    stack.configure({ sampling: { baselinePercent: 50 } });
    await up();
    const { collector, ...others } = pids();
    expect(collector).not.toBe(before["collector"]);
    expect({ ...others, collector: before["collector"] }).toEqual(before);
  });

  test("a process that was killed is noticed by the refresh and started again", async () => {
    const before = pids();
    process.kill(before["vmalert"] ?? 0, "SIGKILL");
    await up();
    const { vmalert, ...others } = pids();
    expect(vmalert).not.toBe(before["vmalert"]);
    expect({ ...others, vmalert: before["vmalert"] }).toEqual(before);
    expect((await stack.run("verify")).code).toBe(0);
  });

  test("the demo makes each of the five alerts fire, then its end that of a silent pipeline, and each clears", async () => {
    const since = webhook.now();
    const demo = await stack.run("demo", "--alerts", "--duration", "75", "--rate", "60");
    expect(demo.code).toBe(0);
    const times = await allFiredAndCleared(webhook, since);
    console.log(times.join("\n"));
  });

  test("down leaves no process and keeps the data, and a new up finds it", async () => {
    const before = pids();
    const { code, output } = await stack.run("down");
    expect(code).toBe(0);
    expect(output).toContain("its data is kept");
    expect(Object.values(before).flatMap((pid) => identify(pid) ?? [])).toEqual([]);
    expect(pids()).toEqual({});
    await up();
    const { jaeger } = loadStack(stack.file).plan.addresses;
    const services = await fetch(`http://127.0.0.1:${jaeger?.ui.port ?? 0}/api/services`);
    expect(((await services.json()) as { data: string[] }).data).not.toEqual([]);
  });

  test("down with DATA=delete leaves nothing", async () => {
    const before = pids();
    expect((await stack.run("down", "--data", "delete")).code).toBe(0);
    expect(Object.values(before).flatMap((pid) => identify(pid) ?? [])).toEqual([]);
    expect(existsSync(stack.folder)).toBe(false);
  });
});

/** Waits until each alert fired and was resolved; gives a line per alert with both times. */
async function allFiredAndCleared(
  webhook: Awaited<ReturnType<typeof webhookReceiver>>,
  since: number,
): Promise<string[]> {
  const open = () => PROVOKABLE.filter((name) => !webhook.first(name, "resolved", since));
  await expect.poll(open, { timeout: 300_000, interval: 1000 }).toEqual([]);
  return PROVOKABLE.map((name) => {
    const fired = webhook.first(name, "firing", since);
    const cleared = webhook.first(name, "resolved", since);
    if (!fired || !cleared) throw new Error(`${name} cleared without having fired`);
    expect(fired.labels, name).toMatchObject(PROVOKED[name]);
    const seconds = ({ atMs }: { atMs: number }) => `${Math.round((atMs - since) / 1000)} s`;
    return `${name}: fired ${seconds(fired)}, cleared ${seconds(cleared)} after the demo began`;
  });
}
