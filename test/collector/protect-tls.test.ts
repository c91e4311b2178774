import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgentOptions, exportAs, sdkSpans } from "../support/agent-client.ts";
import { type Authority, newAuthority, type Pair } from "../support/certificates.ts";
import { type RunningCollector, startCollector } from "../support/collector.ts";
import { TEST_COLLECTOR } from "../support/collector-plan.ts";
import { eventually } from "../support/metrics.ts";
import { spansOf } from "../support/spans.ts";

const folder = mkdtempSync(join(tmpdir(), "agentobs-tls-"));
const { limits } = TEST_COLLECTOR.ingest;
const names = { certificateSecret: "certificate", keySecret: "key" };
const PROTOCOLS = ["http/protobuf", "grpc"] as const;

let ours: Authority;
let other: Authority;
let server: Pair;

beforeAll(async () => {
  [ours, other] = await Promise.all([newAuthority("ours"), newAuthority("another")]);
  server = await ours.issue("collector");
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const trusting = (authority: Authority): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_CERTIFICATE: file(`${Math.random()}.pem`, authority.certificate),
});
const showing = (pair: Pair): Record<string, string> => ({
  ...trusting(ours),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: file(`${Math.random()}.pem`, pair.certificate),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: file(`${Math.random()}.pem`, pair.key),
});

/** How an agent reaches this collector. */
function via(
  collector: RunningCollector,
  protocol: AgentOptions["protocol"],
  scheme: "http" | "https" = "https",
): AgentOptions {
  const address = collector.address(protocol === "grpc" ? "otlpGrpc" : "otlpHttp");
  return { protocol, url: `${scheme}://${address}` };
}

async function arrived(collector: RunningCollector, count: number): Promise<number> {
  const spans = await eventually(
    () => spansOf(collector.traces()),
    (seen) => seen.length >= count,
  );
  return spans.length;
}

describe("TLS", () => {
  let collector: RunningCollector;
  beforeAll(async () => {
    const secrets = { certificate: server.certificate, key: server.key };
    const ingest = { limits, tls: { ...names, minimumVersion: "1.2" } } as const;
    collector = await startCollector({ ingest }, undefined, secrets);
  });
  afterAll(() => collector.stop());

  test.for(PROTOCOLS)("over %s is spoken with who trusts its authority", async (protocol) => {
    const options = { ...via(collector, protocol), environment: trusting(ours) };
    expect(await exportAs(options, sdkSpans("known", 5))).toMatchObject({ delivered: true });
  });

  test.for(PROTOCOLS)("over %s a plain request is refused", async (protocol) => {
    const outcome = await exportAs(via(collector, protocol, "http"), sdkSpans("plain", 1));
    expect(outcome.delivered).toBe(false);
  });

  test.for(PROTOCOLS)(
    "over %s a client that trusts another authority goes away",
    async (protocol) => {
      const options = { ...via(collector, protocol), environment: trusting(other) };
      const outcome = await exportAs(options, sdkSpans("wary", 1));
      expect(outcome.delivered).toBe(false);
      if (protocol === "http/protobuf") expect(outcome.message).toMatch(/certificate/);
    },
  );

  test("versions before 1.2 are refused", async () => {
    for (const port of ["otlpHttp", "otlpGrpc"] as const)
      expect(await tlsError(collector.address(port), "TLSv1.1")).toMatch(/protocol version|alert/i);
  });

  test("of all these only the good spans arrived", async () => {
    expect(await arrived(collector, 10)).toBe(10);
  });
});

describe("mutual TLS", () => {
  let collector: RunningCollector;
  let known: Pair;
  let stranger: Pair;
  beforeAll(async () => {
    known = await ours.issue("agent");
    stranger = await other.issue("agent");
    const secrets = { certificate: server.certificate, key: server.key, ca: ours.certificate };
    const tls = { ...names, minimumVersion: "1.3", clientCaSecret: "ca" } as const;
    collector = await startCollector({ ingest: { limits, tls } }, undefined, secrets);
  });
  afterAll(() => collector.stop());

  test.for(PROTOCOLS)("over %s turns away who shows no certificate", async (protocol) => {
    const options = { ...via(collector, protocol), environment: trusting(ours) };
    expect((await exportAs(options, sdkSpans("bare", 1))).delivered).toBe(false);
  });

  test.for(PROTOCOLS)("over %s turns away a certificate of another authority", async (protocol) => {
    const options = { ...via(collector, protocol), environment: showing(stranger) };
    expect((await exportAs(options, sdkSpans("stranger", 1))).delivered).toBe(false);
  });

  test.for(PROTOCOLS)("over %s lets in who shows one of its own", async (protocol) => {
    const options = { ...via(collector, protocol), environment: showing(known) };
    expect(await exportAs(options, sdkSpans("agent", 3))).toMatchObject({ delivered: true });
  });

  test("speaks no version older than the setting says", async () => {
    expect(await tlsError(collector.address("otlpHttp"), "TLSv1.2")).toMatch(/version|alert/i);
  });

  test("of all these only the good spans arrived", async () => {
    expect(await arrived(collector, 6)).toBe(6);
  });
});

/** Why a handshake in this version failed. */
function tlsError(address: string, maxVersion: "TLSv1.1" | "TLSv1.2"): Promise<string> {
  const [host, port] = address.split(":");
  const socket = connect({
    host,
    port: Number(port),
    ca: ours.certificate,
    minVersion: "TLSv1.1",
    maxVersion,
    // OpenSSL itself offers old versions at this level only.
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  return new Promise((resolve) => {
    socket.once("error", (error) => {
      resolve(error.message);
    });
    socket.once("secureConnect", () => {
      socket.destroy();
      resolve(`spoke ${socket.getProtocol() ?? "?"}`);
    });
  });
}
