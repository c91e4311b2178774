import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SECRETS } from "../support/contracts.ts";
import { columnsOf, postRun } from "../support/honeycomb/agent.ts";
import {
  byHand,
  CONFIGURATION_KEY,
  honeycombStack,
  HOOK,
  PAGERDUTY_KEY,
} from "../support/honeycomb/stack.ts";
import type { HoneycombApi } from "../support/honeycomb-api.ts";
import type { PulumiCheckout } from "../support/pulumi-checkout.ts";
import type { StrictServer } from "../support/strict-http.ts";

/** What the preset makes: one dataset, its columns, whom to tell, five triggers, a board. */
const TRIGGERS = [
  "AgentLatencyP99High [development]",
  "AgentLoopIterationsHigh [development]",
  "AgentTokenBudgetExceeded [development]",
  "AgentToolFailureSpike [development]",
  "PipelineSilent (nothing-received) [development]",
];

describe("preset honeycomb through the real Pulumi CLI, against a server as strict as Honeycomb's documentation", () => {
  let stack: PulumiCheckout;
  let honeycomb: HoneycombApi;
  let otlp: StrictServer;
  const triggers = () => honeycomb.store.triggers();
  const named = (name: string) => triggers().find((one) => one.name.startsWith(name));

  beforeAll(async () => {
    ({ stack, honeycomb, otlp } = await honeycombStack("hcxck_wrong"));
  });
  afterAll(async () => {
    await stack.run("destroy", "--yes");
    stack.remove();
    await honeycomb.stop();
    await otlp.stop();
  });
  const setKey = (key: string) =>
    stack.good(
      ...["config", "set", "--secret", "--path"],
      ...["agentobs:secrets.honeycomb-configuration-key", key],
    );

  test("a wrong key ends it with the fix, before anything is touched, also without a preview", async () => {
    const { code, output } = await stack.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(output).toContain("the key is not valid (unknown API key - check your credentials)");
    expect(output).toContain("Manage Triggers");
    expect(output).not.toContain("hcxck_wrong");
    expect(honeycomb.writes()).toEqual([]);
    expect(await stack.good("stack", "export")).not.toContain("honeycomb:index:");
  });

  test("the ingest key, or one that may not everything, is told apart", async () => {
    await setKey(SECRETS["honeycomb-key"]);
    expect((await stack.run("preview")).output).toContain("this is an ingest key");
    await setKey(CONFIGURATION_KEY);
    honeycomb.set({ permissions: ["queries", "columns", "boards", "recipients"] });
    const { output } = await stack.run("preview");
    expect(output).toContain("the key may not Manage Triggers");
    honeycomb.set({ permissions: ["queries", "columns", "boards", "recipients", "triggers"] });
  });

  test("a preview says by name what Honeycomb can't hold, and changes nothing", async () => {
    const output = await stack.good("preview");
    expect(output).toContain("Not in Honeycomb: the median of an agent's own past");
    expect(output).toMatch(/Not in Honeycomb: a check every 30s .*: AgentLoopIterationsHigh/);
    expect(honeycomb.writes()).toEqual([]);
  });

  test("up makes everything, columns before what names them, and waits out the rate limit", async () => {
    honeycomb.forget();
    await stack.good("up", "--yes");
    const writes = honeycomb.writes();
    const last = writes.findLastIndex((one) => one.startsWith("POST /1/columns"));
    const first = writes.findIndex((one) => /^POST \/1\/(triggers|queries|boards)/.test(one));
    expect(first).toBeGreaterThan(last);
    const [dataset, column] = ["/v1/metrics", "/1/columns/agentobs-metrics"].map((path) =>
      honeycomb.seen.findIndex((one) => one.method === "POST" && one.path === path),
    );
    expect(dataset).toBeGreaterThanOrEqual(0);
    expect(column).toBeGreaterThan(dataset ?? 0);
    expect(honeycomb.seen.filter(({ status }) => status === 429)).not.toEqual([]);
    expect(
      honeycomb.seen.filter(({ status }) => status >= 400 && status !== 429 && status !== 404),
    ).toEqual([]);
    expect(
      triggers()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(TRIGGERS);
    expect([...honeycomb.store.boards.values()].map(({ panels }) => panels.length)).toEqual([10]);
    const told = (name: string) =>
      named(name)
        ?.recipients.map(({ id }) => honeycomb.store.recipients.get(id)?.type)
        .sort();
    expect(told("AgentToolFailureSpike")).toEqual(["pagerduty", "webhook"]);
    expect(told("AgentLoopIterationsHigh")).toEqual(["webhook"]);
  });

  test("a second up changes nothing, also after a refresh", async () => {
    honeycomb.forget();
    expect(await stack.good("up", "--yes")).not.toMatch(/\d (created|updated|replaced)/);
    expect(await stack.good("up", "--yes", "--refresh")).not.toMatch(
      /\d (created|updated|replaced)/,
    );
    expect(honeycomb.writes()).toEqual([]);
  });

  test("a changed threshold updates one trigger", async () => {
    honeycomb.forget();
    const { id = "" } = named("AgentLatencyP99High") ?? {};
    await stack.good("config", "set", "--path", "agentobs:alerts.latency.p99Seconds", "45");
    await stack.good("up", "--yes");
    expect(honeycomb.writes()).toEqual([`PUT /1/triggers/agentobs-metrics/${id}`]);
    expect(named("AgentLatencyP99High")?.threshold).toEqual({
      ...{ op: ">", value: 45, exceeded_limit: 2 },
    });
  });

  test("what was deleted or changed by hand is back after a refresh and up", async () => {
    const dataset = honeycomb.store.dataset("agentobs-metrics", "metrics");
    const [gone, changed] = [named("AgentToolFailureSpike"), named("AgentLoopIterationsHigh")];
    if (!gone || !changed) throw new Error("there are no triggers");
    dataset.triggers.delete(gone.id);
    dataset.triggers.set(changed.id, { ...changed, disabled: true });
    const [board] = honeycomb.store.boards.keys();
    honeycomb.store.boards.delete(board ?? "");
    await stack.good("up", "--yes", "--refresh");
    expect(
      triggers()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(TRIGGERS);
    expect(named("AgentLoopIterationsHigh")?.disabled).toBe(false);
    expect(honeycomb.store.boards.size).toBe(1);
    honeycomb.forget();
    await stack.good("up", "--yes", "--refresh");
    expect(honeycomb.writes()).toEqual([]);
  });

  test("what the collector sends has every column that triggers and board name, of the same type", async () => {
    const { addresses } = JSON.parse(await stack.good("stack", "output", "--json")) as {
      addresses: { collector: { otlpHttp: { port: number } } };
    };
    await postRun(`http://127.0.0.1:${addresses.collector.otlpHttp.port}`);
    const dataset = honeycomb.store.dataset("agentobs-metrics", "metrics");
    const named = [...dataset.columns.values()].map(({ key_name, type }) => [key_name, type]);
    const arrived = () => {
      const columns = columnsOf(otlp.metrics());
      return named.map(([name = ""]) => [name, columns.get(name)]);
    };
    await expect.poll(arrived, { timeout: 120_000, interval: 500 }).toEqual(named);
    expect(otlp.seen.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test("no secret stands in the state, the history or what was printed", async () => {
    const texts = [stack.written(), await stack.good("up", "--yes", "--refresh", "--diff")];
    for (const secret of [CONFIGURATION_KEY, SECRETS["honeycomb-key"], PAGERDUTY_KEY, "T0P-S3CRET"])
      for (const text of texts) expect(text).not.toContain(secret);
  });

  test("down removes what was made; the data and its columns stay", async () => {
    honeycomb.forget();
    await stack.good("destroy", "--yes");
    expect(triggers()).toEqual([]);
    expect(honeycomb.store.boards.size).toBe(0);
    expect(honeycomb.store.recipients.size).toBe(0);
    const dataset = honeycomb.store.dataset("agentobs-metrics", "metrics");
    // Those of the board that was deleted by hand: nobody knows them any more.
    expect(dataset.annotations.size).toBe(10);
    expect(dataset.columns.size).toBeGreaterThan(10);
  });

  test("what is there under the same name is taken over, and stays when the stack goes", async () => {
    const { store } = honeycomb;
    const dataset = store.dataset("agentobs-metrics", "metrics");
    dataset.triggers.set("by-hand", byHand("AgentLatencyP99High [development]"));
    store.recipients.set("shared", {
      ...{ id: "shared", type: "webhook" },
      details: { webhook_name: "agentobs-development-route-2", webhook_url: "https://old.example" },
    });
    await stack.good("up", "--yes");
    expect(dataset.triggers.get("by-hand")).toMatchObject({
      disabled: false,
      alert_type: "on_change",
    });
    expect(dataset.triggers.size).toBe(5);
    expect(store.recipients.get("shared")?.details).toMatchObject({ webhook_url: HOOK });
    await stack.good("destroy", "--yes");
    expect([...dataset.triggers.keys()]).toEqual(["by-hand"]);
    // The trigger that stays still tells somebody else, who therefore stays too.
    const told = dataset.triggers.get("by-hand")?.recipients.map(({ id }) => id);
    expect([...store.recipients.keys()].sort()).toEqual([...(told ?? [])].sort());
    expect(told).toContain("shared");
  });
});
