import { expect, test } from "vitest";
import { parseSamples, snapshotOf } from "../../cli/verify/collector.ts";
import { exportAs, GRPC, sdkSpans } from "../support/agent-client.ts";
import { startCollector } from "../support/collector.ts";
import { span, traces } from "../support/traffic.ts";

/** Less than the collector holds at rest: it refuses everything. */
const MEMORY_LIMIT_MIB = 40;
const SPANS = 10;

test("an SDK that is refused over HTTP tries again, and one over gRPC hears that it may", async () => {
  const collector = await startCollector({ memoryLimitMiB: MEMORY_LIMIT_MIB });
  await expect.poll(() => collector.send("traces", traces([span({})]))).toBe(503);
  const refused = async () =>
    snapshotOf(parseSamples(await collector.ownMetrics()), Date.now()).refused;
  const exportOver = (protocol: "http/protobuf" | "grpc") => {
    const address = collector.address(protocol === "grpc" ? "otlpGrpc" : "otlpHttp");
    const options = { protocol, url: `http://${address}`, timeoutMillis: 5_000 };
    return exportAs(options, sdkSpans("patient", SPANS));
  };

  const before = await refused();
  expect(await exportOver("http/protobuf")).toMatchObject({ delivered: false });
  // After a second, and again after one and a half more: three times within five seconds.
  expect((await refused()) - before).toBeGreaterThanOrEqual(2 * SPANS);
  expect(await exportOver("grpc")).toMatchObject({ delivered: false, code: GRPC.unavailable });
  await collector.stop();
});
