import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newCanaries } from "../../cli/verify/canaries.ts";
import type { Verification } from "../../cli/verify/run-verify.ts";
import { prometheusMetrics } from "../../cli/verify/stores/prometheus.ts";
import { startEverywhere } from "../support/backends/everywhere.ts";
import { named, START_MILLIS, TITLES, TRACES } from "../support/backends/looked.ts";
import { startStrict } from "../support/strict-http.ts";

type Everywhere = Awaited<ReturnType<typeof startEverywhere>>;

describe("verify, where prompts are kept", () => {
  let everywhere: Everywhere;
  let verification: Verification;

  beforeAll(async () => {
    everywhere = await startEverywhere({ content: { capture: true, patterns: [] } });
    verification = await everywhere.verify({ timeoutSeconds: 8 });
  }, START_MILLIS);
  afterAll(() => everywhere.stop());

  test.for(TRACES)("finds the prompt in %s, and says where it should have gone", (name) => {
    const leak = named(verification, `canaries in ${TITLES[name]}`);
    expect(leak?.ok).toBe(false);
    expect(leak?.details.join()).toMatch(/prompt found in/);
    expect(leak?.hop).toBe("in the collector: its strip and redact stages");
  });

  test.for(TRACES)("still finds no key and no e-mail address in %s", (name) => {
    const leak = named(verification, `canaries in ${TITLES[name]}`);
    expect(leak?.details.join()).not.toMatch(/API key|e-mail/);
  });
});

describe("a canary in the metrics", () => {
  const canaries = newCanaries();
  const answering = async (labels: readonly object[], warnings?: readonly string[]) => {
    const body = { status: "success", data: labels, ...(warnings && { warnings }) };
    const server = await startStrict(
      { takes: {}, encoding: "identity" },
      { asked: () => ({ status: 200, body }) },
    );
    const store = prometheusMetrics("Prometheus", { url: server.url });
    return store.leaks(canaries, Date.now()).finally(() => server.stop());
  };

  test("is found in any label of any series", async () => {
    const leak = await answering([{ __name__: "agent_runs_total", note: canaries.email.text }]);
    expect(leak).toMatchObject({ ok: false, seen: "1" });
  });

  test("is not ruled out by an answer without series", async () => {
    expect(await answering([])).toMatchObject({ ok: false, seen: "no series to search in" });
  });

  test("is not ruled out by an answer that a limit has cut", async () => {
    await expect(answering([{ a: "b" }], ["results truncated due to limit"])).rejects.toThrow(
      "does not show every series: results truncated due to limit",
    );
  });
});
