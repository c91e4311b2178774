import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CANARIES } from "../support/canaries.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { conversation, conversationLogs, PROMPT } from "../support/conversation.ts";
import { logsWith, metricsWith, spansWith } from "../support/everywhere.ts";
import { leaks } from "../support/leaks.ts";
import { LOOK_ALIKES } from "../support/look-alikes.ts";
import { eventually } from "../support/metrics.ts";
import { type SeenSpan, spansOf } from "../support/spans.ts";
import { span, traces } from "../support/traffic.ts";

/** Values of attributes: in order, because a key could be taken for a secret. */
const alike = Object.fromEntries(
  LOOK_ALIKES.map(([kind, text], index) => [`${kind} ${index}`, text]),
);

/** Where the key alone says that the value is a secret. */
const BY_KEY = {
  "db.password": "by-key-plain",
  "http.request.header.authorization": ["by-key-list"],
  config: { nested: { client_secret: "by-key-map" } },
  access_token: 31337031337,
};

describe("what must not leave", () => {
  let collector: RunningCollector;
  let left: string;
  let spans: SeenSpan[];

  beforeAll(async () => {
    collector = await startCollector({ content: { capture: false, patterns: ["OWN-[a-z]{4}"] } });
    for (const { kind, text } of CANARIES) {
      expect(await collector.send("traces", spansWith(kind, text))).toBe(200);
      expect(await collector.send("logs", logsWith(text))).toBe(200);
      expect(await collector.send("metrics", metricsWith(text))).toBe(200);
    }
    await collector.send("traces", conversation());
    await collector.send("logs", conversationLogs());
    await collector.send("traces", spansWith("own", "OWN-word"));
    await collector.send(
      "traces",
      traces([
        span({ name: "look-alikes", attributes: { "gen_ai.operation.name": "chat", ...alike } }),
        ...LOOK_ALIKES.map(([, text]) =>
          span({ name: text, attributes: { list: [text], [`${text} seen`]: 1 } }),
        ),
        span({ name: "by key", attributes: BY_KEY }),
        span({ name: "numbers", attributes: { card: 4111111111111111, cost: 0.4111111111111111 } }),
      ]),
    );
    spans = await eventually(() => spansOf(collector.traces()), enough, 60);
    left = await eventually(
      () => collector.leftAsText(),
      (seen) => seen.includes("agent.content.removed") && seen.includes("gen_ai.client.calls"),
    );
  }, 180_000);
  afterAll(() => collector.stop());

  const SENT = 2 * CANARIES.length + LOOK_ALIKES.length + 9;
  const enough = (seen: SeenSpan[]): boolean => seen.length >= SENT;

  test("everything that was sent has arrived", () => {
    expect(spans).toHaveLength(SENT);
    expect(left.match(/resourceLogs/g)?.length).toBeGreaterThan(0);
  });

  test("no trace of any canary in any field of any signal", () => {
    expect(leaks(left, CANARIES)).toBe("");
  });

  test("a masked value keeps what is around it", () => {
    const masked = spans.filter(({ name }) => name === "plain e-mail");
    expect(masked.map(({ plain }) => plain["plain.text"])).toContain("before **** after");
  });

  test("an operator's own pattern is masked, in labels too, and so is a card in a number", () => {
    expect(left.toLowerCase()).not.toContain("own-word");
    expect(spans.find(({ name }) => name === "numbers")?.plain["card"]).toBe("****");
    expect(left).toContain("0.4111111111111111");
  });

  test("a value goes when its key names a secret", () => {
    expect(spans.map(({ name }) => name)).toContain("by key");
    expect(left).not.toMatch(/by-key-|31337031337/);
  });

  test("harmless look-alikes survive as values, names, keys and in lists", () => {
    expect(spans.find(({ name }) => name === "look-alikes")?.plain).toMatchObject(alike);
    const changed = LOOK_ALIKES.filter(
      ([, text]) =>
        !spans.some(
          ({ name, plain }) =>
            name === text &&
            JSON.stringify(plain["list"]) === JSON.stringify([text]) &&
            plain[`${text} seen`] === 1,
        ),
    );
    expect(changed).toEqual([]);
  });

  test("no content of a conversation survives, old or new", () => {
    expect(left).not.toContain(PROMPT);
    const names = spans.map(({ name }) => name);
    for (const name of ["conversation", "aside", "chat gpt-4o-mini", "@someone/agent-runtime"])
      expect(names).toContain(name);
  });

  test("no statement has failed", () => {
    expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  });
});
