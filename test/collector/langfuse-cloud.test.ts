import { describe, expect, test } from "vitest";
import { destinationPlan } from "../../stacks/destinations.ts";
import { Destination } from "../../stacks/settings-destinations.ts";
import { LANGFUSE, SECRETS } from "../support/contracts.ts";
import { startExporting } from "../support/exporting.ts";
import { eventually } from "../support/metrics.ts";
import { startStrict } from "../support/strict-http.ts";
import { inference, span, traceId, traces } from "../support/traffic.ts";

const CLOUD_REQUEST_BYTES = 5_000_000;
const PROMPT = "the heron waits at the north gate";

/** The destination of a region, as it is decided, with this server where the region's would be. */
async function startCloud(capture: boolean) {
  const server = await startStrict({ ...LANGFUSE, maxRequestBytes: CLOUD_REQUEST_BYTES });
  const cloud = destinationPlan(Destination.parse({ type: "langfuse", region: "eu" }));
  const collector = await startExporting([], SECRETS, {
    content: { capture, patterns: [] },
    destinations: [
      { ...cloud, address: { url: `${server.url}/api/public/otel` } },
      destinationPlan({ type: "victoriametrics", endpoint: "http://127.0.0.1:9" }),
    ],
  });
  const stop = async () => {
    await collector.end("SIGKILL");
    await collector.stop();
    await server.stop();
  };
  return { server, collector, stop };
}

/** A whole trace with a GenAI span, and one without. */
const mixed = () => {
  const [asked, plain] = [traceId(), traceId()];
  const attributes = inference({ "gen_ai.input.messages": PROMPT });
  return traces([
    span({ traceId: asked, name: "POST /ask" }),
    span({ traceId: asked, name: "chat", attributes }),
    span({ traceId: plain, name: "GET /health" }),
  ]);
};

describe("a destination in a region of Langfuse Cloud", () => {
  test("gets whole GenAI traces, no others, and no prompt", async () => {
    const { server, collector, stop } = await startCloud(false);
    expect(await collector.send("traces", mixed())).toBe(200);
    const spans = await eventually(
      () => server.spans(),
      (seen) => seen.length >= 2,
    );
    expect(spans.map(({ name }) => name).sort()).toEqual(["POST /ask", "chat"]);
    expect(JSON.stringify(spans)).not.toContain(PROMPT);
    expect(server.seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    await stop();
  });

  test("gets prompts where they are kept, and never more than it takes at once", async () => {
    const { server, collector, stop } = await startCloud(true);
    const trace = traceId();
    const large = (index: number, bytes: number) =>
      span({
        traceId: trace,
        name: `large ${index}`,
        attributes: inference({ "gen_ai.input.messages": `${PROMPT} ${"a".repeat(bytes)}` }),
      });
    const spans = [1, 2, 3, 4].map((index) => large(index, 2_000_000));
    expect(await collector.send("traces", traces(spans))).toBe(200);
    const seen = await eventually(
      () => server.spans(),
      (all) => all.length >= 4,
    );
    for (const { plain } of seen) expect(plain["gen_ai.input.messages"]).toMatch(PROMPT);
    expect(server.seen.flatMap(({ problem }) => problem ?? [])).toEqual([]);
    expect(server.seen.filter(({ spans: own }) => own.length > 0).length).toBeGreaterThan(1);
    await stop();
  });
});
