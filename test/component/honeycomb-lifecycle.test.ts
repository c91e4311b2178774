import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columns } from "../../components/managed/honeycomb/columns.ts";
import { datasets } from "../../components/managed/honeycomb/datasets.ts";
import type { Kind } from "../../components/managed/honeycomb/kind.ts";
import {
  check,
  type Context,
  create,
  diff,
  read,
  remove,
  update,
} from "../../components/managed/honeycomb/lifecycle.ts";
import { recipients } from "../../components/managed/honeycomb/recipients.ts";
import { triggers } from "../../components/managed/honeycomb/triggers.ts";
import type { Properties } from "../../components/provider/properties.ts";
import { type HoneycombApi, startHoneycomb } from "../support/honeycomb-api.ts";

const KEY = "hcxck_secret";
/** As Pulumi wraps a secret. */
const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

describe("the life of a resource in Honeycomb", () => {
  let honeycomb: HoneycombApi;
  const said: string[] = [];
  beforeAll(async () => {
    honeycomb = await startHoneycomb({ configurationKey: KEY, ingestKey: "hcaik" });
    const dataset = honeycomb.store.dataset("metrics", "metrics");
    dataset.columns.set("n", {
      id: "n",
      key_name: "n",
      type: "float",
      description: "",
      hidden: false,
    });
  });
  afterAll(() => honeycomb.stop());

  const of = (kind: object): Context => ({
    kind: kind as Kind<unknown>,
    report: (line) => void said.push(line),
    signal: new AbortController().signal,
  });
  const inputs = (spec: unknown): Properties => ({
    endpoint: honeycomb.url,
    key: secret(KEY),
    spec,
  });
  const TRIGGER = {
    ...{ dataset: "metrics", name: "t", description: "", disabled: false, alert_type: "on_change" },
    query: { calculations: [{ op: "SUM", column: "n" }], filters: [], time_range: 600 },
    threshold: { op: ">", value: 1, exceeded_limit: 1 },
    ...{ frequency: 300, recipients: [], tags: [{ key: "managedby", value: "agentobs" }] },
  };

  test("the order of keys, and what the API leaves out of its answer, are no difference", async () => {
    const { id, outs } = await create(of(triggers), inputs(TRIGGER));
    const turned = Object.fromEntries(Object.entries(TRIGGER).reverse());
    expect(diff(of(triggers), outs, inputs(turned))).toEqual({ changes: false, replaces: [] });
    const seen = (await read(of(triggers), id, outs)).props as Properties;
    expect(diff(of(triggers), seen, inputs(TRIGGER)).changes).toBe(false);
  });

  test("what somebody else changed is found by a refresh, by name, and set again", async () => {
    const [trigger] = honeycomb.store.triggers();
    if (!trigger) throw new Error("there is no trigger");
    const dataset = honeycomb.store.dataset("metrics", "metrics");
    const { outs } = await create(of(triggers), inputs(TRIGGER));
    dataset.triggers.set(trigger.id, { ...trigger, frequency: 900, disabled: true });
    const seen = (await read(of(triggers), trigger.id, outs)).props as Properties;
    said.length = 0;
    expect(diff(of(triggers), seen, inputs(TRIGGER)).changes).toBe(true);
    expect(said).toEqual(["changed by somebody else: disabled, frequency; will be set again"]);
    const after = await update(of(triggers), trigger.id, seen, inputs(TRIGGER));
    expect(diff(of(triggers), after.outs, inputs(TRIGGER)).changes).toBe(false);
    expect(dataset.triggers.get(trigger.id)).toMatchObject({ frequency: 300, disabled: false });
  });

  test("its own from a lost state is taken over and goes with the stack", async () => {
    const { id, outs } = await create(of(triggers), inputs(TRIGGER));
    expect(outs).toMatchObject({ adopted: false });
    await remove(of(triggers), id, outs);
    expect(honeycomb.store.triggers()).toEqual([]);
    await remove(of(triggers), id, outs);
    expect(await read(of(triggers), id, outs)).toEqual({});
  });

  test("another dataset is another trigger; a new name is not", () => {
    const olds = inputs(TRIGGER);
    const moved = { ...TRIGGER, dataset: "other" };
    expect(diff(of(triggers), olds, inputs(moved)).replaces).toEqual(["spec"]);
    expect(diff(of(triggers), olds, inputs({ ...TRIGGER, name: "u" })).replaces).toEqual([]);
  });

  test("what a preview can't know yet is a change, and nothing is checked", () => {
    const unknown = inputs({ ...TRIGGER, recipients: [{ id: UNKNOWN }], frequency: 7 });
    expect(check(of(triggers), unknown).failures).toEqual([]);
    expect(diff(of(triggers), inputs(TRIGGER), unknown).changes).toBe(true);
  });

  test("everything that is wrong is told at once, before anything is asked", () => {
    honeycomb.forget();
    const wrong = { ...TRIGGER, name: "x".repeat(121), frequency: 90 };
    const reasons = check(of(triggers), inputs(wrong)).failures.map(({ reason }) => reason);
    expect(reasons).toHaveLength(3);
    expect(reasons[0]).toContain("has 121 characters, and Honeycomb takes 120");
    expect(reasons[1]).toContain("multiples of 60 from 60 to 86400");
    expect(reasons[2]).toContain("looks back 600 s every 90 s");
    expect(honeycomb.seen).toEqual([]);
  });

  test("a secret stays wrapped in what is kept, and its digest is all that is said of it", async () => {
    const key = "0123456789abcdef0123456789abcdef";
    const details = { pagerduty_integration_name: "p", pagerduty_integration_key: key };
    const spec = secret({ type: "pagerduty", details });
    const { outs } = await create(of(recipients), inputs(spec));
    expect(outs["spec"]).toEqual(spec);
    expect(JSON.stringify({ ...outs, spec: 0, key: 0 })).not.toMatch(/0123456789|hcxck/);
    const short = secret({
      type: "pagerduty",
      details: { ...details, pagerduty_integration_key: "k" },
    });
    expect(check(of(recipients), inputs(short)).failures[0]?.reason).toContain("has 1 characters");
  });

  test("a recipient that a trigger still tells stays, and that is said", async () => {
    const spec = { type: "email", details: { email_address: "a@b.example" } };
    const { id, outs } = await create(of(recipients), inputs(spec));
    await create(of(triggers), inputs({ ...TRIGGER, recipients: [{ id }] }));
    said.length = 0;
    await remove(of(recipients), id, outs);
    expect(said).toEqual(["others use it too: left as it is"]);
    expect(honeycomb.store.recipients.has(id)).toBe(true);
  });

  test("a column that data made in the meantime is no conflict, whatever its type", async () => {
    const spec = { dataset: "metrics", key_name: "n", type: "histogram", description: "d" };
    const { id, outs } = await create(of(columns), inputs(spec));
    expect(id).toBe("n");
    await remove(of(columns), id, outs);
    expect(honeycomb.store.dataset("metrics", "metrics").columns.has("n")).toBe(true);
  });

  test("the dataset comes into being by a metric, as Honeycomb makes one of metrics", async () => {
    const spec = { name: "New Metrics", ingestUrl: honeycomb.url, ingestKey: "hcaik" };
    const { id } = await create(of(datasets), inputs(spec));
    expect(id).toBe("new-metrics");
    expect(honeycomb.store.datasets.get(id)?.type).toBe("metrics");
    honeycomb.forget();
    await create(of(datasets), inputs(spec));
    expect(honeycomb.seen.map(({ path }) => path)).not.toContain("/v1/metrics");
  });
});
