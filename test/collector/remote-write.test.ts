import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { METRICS } from "../../components/core/metrics.ts";
import { binary } from "../support/binaries.ts";
import { localUrl, type Running, running, stopped } from "../support/collector-process.ts";
import { spansOfEveryMetric } from "../support/every-metric.ts";
import { type ExportingCollector, startExporting } from "../support/exporting.ts";
import { freePort, freePorts, LOOPBACK } from "../support/ports.ts";
import { inference, span, traces } from "../support/traffic.ts";

/** A VictoriaMetrics takes remote write as a Prometheus does, and is the stricter reader of names. */
async function startVictoria(port: number, folder: string): Promise<Running> {
  const args = [
    `-httpListenAddr=${LOOPBACK}:${port}`,
    `-storageDataPath=${join(folder, String(port))}`,
    "-opentelemetry.usePrometheusNaming",
    "-opentelemetry.promoteAllResourceAttributes=false",
    "-opentelemetry.promoteScopeMetadata=false",
  ];
  return running(binary("victoriametrics"), args, {}, localUrl(port, "/health"));
}

/** The last value of every series with its labels, in order. */
async function seriesOf(port: number): Promise<string[]> {
  await fetch(localUrl(port, "/internal/force_flush"));
  const query = new URLSearchParams({
    query: 'last_over_time({__name__=~"agent_.*|gen_ai.*"}[10m])',
  });
  const answer = await (await fetch(localUrl(port, `/api/v1/query?${query.toString()}`))).json();
  const { result } = (answer as { data: { result: { metric: object; value: [number, string] }[] } })
    .data;
  return result
    .map(({ metric, value }) => `${JSON.stringify(Object.entries(metric).sort())} ${value[1]}`)
    .sort();
}

describe("remote write", () => {
  let folder: string;
  let collector: ExportingCollector;
  let proxy: Server;
  const stores: Running[] = [];
  const ports = { otlp: 0, written: 0 };
  const requests: IncomingHttpHeaders[] = [];
  const answers: number[] = [];
  /** What the first requests are told, before anything is passed on. */
  const trouble = [503, 429];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "agentobs-remote-write-"));
    const [otlp = 0, written = 0] = await freePorts(2);
    Object.assign(ports, { otlp, written });
    stores.push(await startVictoria(otlp, folder), await startVictoria(written, folder));
    proxy = createServer((request, response) => {
      requests.push(request.headers);
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const refused = trouble[answers.length];
        const headers = new Headers(
          Object.entries(request.headers).flatMap(([name, value]) =>
            name === "host" || name === "connection"
              ? []
              : [[name, String(value)] as [string, string]],
          ),
        );
        const passed = { method: "POST", headers };
        const status = refused
          ? Promise.resolve(refused)
          : fetch(localUrl(written, request.url), { ...passed, body: Buffer.concat(chunks) }).then(
              (answer) => answer.status,
            );
        void status.then((code) => {
          answers.push(code);
          response.writeHead(code).end();
        });
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => proxy.listen(port, LOOPBACK, resolve));
    collector = await startExporting(
      [
        { type: "jaeger", endpoint: "http://127.0.0.1:9" },
        { type: "victoriametrics", endpoint: localUrl(otlp, "") },
        {
          type: "prometheus",
          endpoint: localUrl(port, "/api/v1/write"),
          headers: { "x-scope-orgid": "team-a" },
          basicAuth: { username: "writer", passwordSecret: "password" },
        },
      ],
      { password: "$$ecret" },
    );
    expect(await collector.send("traces", traces(spansOfEveryMetric()))).toBe(200);
    // Again, so that counters grow.
    await sleep(2_500);
    const calls = Array.from({ length: 50 }, () => span({ attributes: inference() }));
    expect(await collector.send("traces", traces(calls))).toBe(200);
    for (let attempt = 0; attempt < 60; attempt++) {
      const [left, right] = [await seriesOf(otlp), await seriesOf(written)];
      if (left.length > 100 && left.join() === right.join()) break;
      await sleep(500);
    }
  });
  afterAll(async () => {
    await collector.end("SIGKILL");
    await collector.stop();
    for (const store of stores) await stopped(store);
    proxy.closeAllConnections();
    proxy.close();
    rmSync(folder, { recursive: true });
  });

  test("gives the names, labels and values that OTLP gives", async () => {
    const written = await seriesOf(ports.written);
    expect(written).toEqual(await seriesOf(ports.otlp));
    for (const { prometheus, kind } of Object.values(METRICS)) {
      const name = kind === "histogram" ? `${prometheus}_count` : prometheus;
      expect(
        written.some((line) => line.includes(`"${name}"`)),
        name,
      ).toBe(true);
    }
  });

  test("speaks version 1.0 of the protocol: snappy, protobuf, its headers and credentials", () => {
    const authorization = `Basic ${Buffer.from("writer:$$ecret").toString("base64")}`;
    for (const headers of requests)
      expect(headers).toMatchObject({
        "content-encoding": "snappy",
        "content-type": "application/x-protobuf",
        "x-prometheus-remote-write-version": "0.1.0",
        "x-scope-orgid": "team-a",
        authorization,
      });
  });

  test("503 and 429 are tried again", () => {
    expect(answers.slice(0, 2)).toEqual(trouble);
    expect(new Set(answers.slice(2))).toEqual(new Set([204]));
  });
});
