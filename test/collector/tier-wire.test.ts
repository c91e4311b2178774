import { readFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../support/metrics.ts";
import { LOOPBACK } from "../support/ports.ts";
import { spansOf } from "../support/spans.ts";
import { type RunningTiers, startTiers, TEST_TIERS } from "../support/tiers.ts";
import { span, traces } from "../support/traffic.ts";

const file = (name: string): string =>
  readFileSync(join(import.meta.dirname, "../fixtures/tls", name), "utf8");
const CA = file("ca.pem");
const OWN = { cert: file("server.pem"), key: file("server.key") };

const wire = { caSecret: "tier-ca", certificateSecret: "tier-cert", keySecret: "tier-key" };
const secretFiles = { "tier-ca": CA, "tier-cert": OWN.cert, "tier-key": OWN.key };

/** Whether a sampler still talks to a client half a second after the handshake. */
function isLetIn(port: number, own: Partial<typeof OWN>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port, ca: CA, ALPNProtocols: ["h2"], ...own });
    const end = (letIn: boolean): void => {
      socket.destroy();
      resolve(letIn);
    };
    socket.once("error", () => {
      end(false);
    });
    socket.once("close", () => {
      end(false);
    });
    socket.once("secureConnect", () => {
      setTimeout(() => {
        end(!socket.destroyed);
      }, 500);
    });
  });
}

describe("with TLS between the tiers", () => {
  let tiers: RunningTiers;
  beforeAll(async () => {
    const change = { tiers: { ...TEST_TIERS, wire } };
    tiers = await startTiers({ gateways: 1, samplers: 2, change, secretFiles });
  });
  afterAll(() => tiers.stop());

  test("spans get through", async () => {
    const sent = Array.from({ length: 50 }, () => span({ name: "agent.run" }));
    expect(await tiers.gateways[0]?.send("traces", traces(sent))).toBe(200);
    const seen = await eventually(
      () => spansOf(tiers.traces()).length,
      (count) => count === 50,
    );
    expect(seen).toBe(50);
  });

  test("a sampler lets in who has a certificate of the stack, and nobody else", async () => {
    const port = tiers.samplers[0]?.port("otlpGrpc") ?? 0;
    expect(await isLetIn(port, OWN)).toBe(true);
    expect(await isLetIn(port, {})).toBe(false);
  });
});
