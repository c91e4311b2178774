import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GRAFANA_CLOUD } from "../support/contracts.ts";
import { STACK } from "../support/grafana-provider.ts";
import { type Run, testStack } from "../support/make.ts";
import { eventually } from "../support/metrics.ts";
import { postOtlp } from "../support/post-otlp.ts";
import { settingsOf } from "../support/preset-settings.ts";
import { startStrict, type StrictServer } from "../support/strict-http.ts";
import { inference, span, traces } from "../support/traffic.ts";

const PROVIDER = join(import.meta.dirname, "../support/stand-in-provider.ts");

/**
 * The real commands, the real engine and the real collector. What they would ask of Grafana is written
 * down; what the stack's OTLP address would take, a strict server takes.
 */
describe("a stack of Grafana Cloud that the kit makes, and its collector on this machine", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let gateway: StrictServer;
  let journal: string;

  beforeAll(async () => {
    gateway = await startStrict(GRAFANA_CLOUD);
    stack = await testStack("cloud", settingsOf("grafana-cloud"));
    journal = join(stack.home, "journal");
    mkdirSync(join(stack.home, "bin"));
    writeFileSync(
      join(stack.home, "bin", "pulumi-resource-grafana"),
      `#!/bin/sh\nexec "${process.execPath}" "${PROVIDER}" "$@"\n`,
      { mode: 0o755 },
    );
  });
  afterAll(async () => {
    await make("down", "--data", "delete");
    await gateway.stop();
    stack.remove();
  });

  /** Runs a command; gives what was asked of Grafana meanwhile, in order. */
  async function make(command: string, ...args: string[]): Promise<Run & { asked: string[] }> {
    writeFileSync(journal, "");
    const environment = {
      AGENTOBS_TEST_JOURNAL: journal,
      AGENTOBS_TEST_OTLP: `${gateway.url}/otlp`,
      PATH: [join(stack.home, "bin"), process.env["PATH"]].join(delimiter),
    };
    const run = await stack.runWith(environment, command, ...args);
    if (run.code !== 0) throw new Error(run.output);
    return { ...run, asked: readFileSync(journal, "utf8").trim().split("\n").filter(Boolean) };
  }

  test("up makes the stack, then what is in it, and says what Grafana can't hold", async () => {
    const { asked, output } = await make("up");
    for (const last of ["+ Folder agentobs", "+ ContactPoint agentobs-critical"]) {
      const chain = [
        "+ Stack acmeagents",
        "+ StackServiceAccountRotatingToken agentobs",
        last,
        "+ RuleGroup agentobs",
      ].map((line) => asked.indexOf(line));
      expect(chain).not.toContain(-1);
      expect(chain).toEqual(chain.toSorted((a, b) => a - b));
    }
    expect(asked.filter((line) => line.startsWith("+ Dashboard "))).toHaveLength(7);
    expect(output).toContain("Grafana-managed rules can't hold:");
    expect(output).toContain("https://acmeagents.grafana.net/dashboards/f/agentobs");
    expect(output).not.toMatch(/vmui|vmalert\/alerts/);
  });

  test("the collector sends to an address, as a user and with a token that nobody wrote down", async () => {
    const url = `http://127.0.0.1:${stack.ports["collector"]?.["otlpHttp"] ?? 0}/v1/traces`;
    const call = () => span({ attributes: inference({ "gen_ai.usage.input_tokens": 100 }) });
    expect((await postOtlp(url, traces([call(), call()]))).status).toBe(200);
    await eventually(
      () => gateway.spans().length,
      (count) => count >= 2,
    );
    await eventually(
      () => gateway.metrics().length,
      (count) => count > 0,
    );
    expect(gateway.seen.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("no secret of it is in the state, and none in what was printed", async () => {
    const state = readFileSync(
      join(stack.folder, "pulumi/.pulumi/stacks/agentobs/cloud.json"),
      "utf8",
    );
    expect(state).toContain("AccessPolicyRotatingToken");
    const { output } = await make("up");
    for (const secret of [STACK.telemetryToken, STACK.accountToken, "not a real one"]) {
      expect(state.includes(secret), secret).toBe(false);
      expect(output.includes(secret), secret).toBe(false);
    }
  });

  test("a second up changes nothing", async () => {
    expect((await make("up")).asked).toEqual([]);
  });

  test("down takes pages and rules away, and leaves the stack", async () => {
    const { asked, output } = await make("down");
    expect(asked.filter((line) => line.startsWith("- Dashboard "))).toHaveLength(7);
    expect(asked.indexOf("- RuleGroup agentobs")).toBeLessThan(asked.indexOf("- Folder agentobs"));
    expect(asked).not.toContain("- Stack acmeagents");
    expect(output).toContain("The stack acmeagents of Grafana Cloud is left as it is");
  });

  test("the next up finds it again, and makes no second one", async () => {
    const { asked } = await make("up");
    expect(asked).toContain("+ Folder agentobs");
    expect(asked.filter((line) => line.endsWith(" Stack acmeagents"))).toEqual([]);
  });

  test("even with all data deleted it is only forgotten", async () => {
    const { asked } = await make("down", "--data", "delete");
    expect(asked).not.toContain("- Stack acmeagents");
  });

  test("where data is not protected it goes too", async () => {
    stack.configure({ protectData: false });
    await make("up");
    expect((await make("down")).asked).toContain("- Stack acmeagents");
  });
});
