import { expect, test } from "vitest";
import { CANARIES } from "../support/canaries.ts";
import { startCollector } from "../support/collector.ts";
import { conversation, conversationLogs, PROMPT } from "../support/conversation.ts";
import { leaks } from "../support/leaks.ts";
import { eventually, latest, total } from "../support/metrics.ts";
import { anyValue } from "../support/otlp.ts";
import { spansOf } from "../support/spans.ts";
import { inference, span, traces } from "../support/traffic.ts";

test("where content is captured it stays, and secrets in it still go", async () => {
  const collector = await startCollector({ content: { capture: true, patterns: [] } });
  const secrets = CANARIES.map(({ text }) => text);
  const messages = secrets.map((secret) => ({ role: "user", content: `look: ${secret} there` }));
  await collector.send("traces", conversation());
  await collector.send("logs", conversationLogs());
  await collector.send(
    "traces",
    traces([
      span({
        name: "secrets",
        attributes: inference({
          "gen_ai.input.messages": JSON.stringify(messages),
          "gen_ai.output.messages": messages,
        }),
      }),
    ]),
  );
  const body = anyValue({ deep: messages });
  const logs = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body }] }] }] };
  await collector.send("logs", logs);

  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length === 5,
  );
  const left = await eventually(
    () => collector.leftAsText(),
    (seen) => seen.includes("deep"),
  );
  const captured = spans.find(({ name }) => name === "conversation");
  expect(captured?.plain["gen_ai.input.messages"]).toBe(PROMPT);
  expect(captured?.events?.[0]?.attributes?.[0]?.value).toEqual({ stringValue: PROMPT });
  const input = spans.find(({ name }) => name === "secrets")?.plain["gen_ai.input.messages"];
  expect(input).toContain("there");
  expect(left).toContain("deep");
  expect(leaks(left, CANARIES)).toBe("");
  expect(total(latest(collector.metrics()), "agent.content.removed")).toBe(0);
  expect(collector.logs()).not.toMatch(/\b(error|warn)\t/);
  await collector.stop();
});
