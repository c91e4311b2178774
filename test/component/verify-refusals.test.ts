import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startEverywhere } from "../support/backends/everywhere.ts";
import { ALL, failed, START_MILLIS } from "../support/backends/looked.ts";

type Everywhere = Awaited<ReturnType<typeof startEverywhere>>;

describe("verify, where a backend does not answer as it should", () => {
  let everywhere: Everywhere;
  beforeAll(async () => {
    everywhere = await startEverywhere();
  }, START_MILLIS);
  afterEach(() => {
    everywhere.heal();
  });
  afterAll(() => everywhere.stop());

  test.for(ALL)(
    "%s that refuses the key is asked once and told apart from a loss",
    async (name) => {
      everywhere.faults[name].refused = name === "tempo" ? 403 : 401;
      const started = performance.now();
      const verification = await everywhere.verify({ only: [name], timeoutSeconds: 30 });
      expect(performance.now() - started).toBeLessThan(10_000);
      expect(verification.ok).toBe(false);
      const refused = failed(verification).find(({ seen }) => seen === "refused");
      expect(refused?.hop).toMatch(/^verify → .*the key may not read there/);
    },
  );

  test.for(ALL)("%s that has had enough is asked again when it says so", async (name) => {
    everywhere.faults[name].tooMany = 1;
    const verification = await everywhere.verify({ only: [name], timeoutSeconds: 20 });
    expect(failed(verification)).toEqual([]);
  });

  test("a rate limit that does not end in time is named", async () => {
    everywhere.faults.langfuse.tooMany = 1000;
    const verification = await everywhere.verify({ only: ["langfuse"], timeoutSeconds: 3 });
    const [limited] = failed(verification);
    expect(limited).toMatchObject({ seen: "asked too often" });
    expect(limited?.hop).toMatch(/^verify → trace in Langfuse: its rate limit/);
  });

  test.for(["tempo", "prometheus", "langfuse", "grafana-cloud"] as const)(
    "%s may take its time",
    async (name) => {
      everywhere.faults[name].late = 3;
      const verification = await everywhere.verify({ only: [name], timeoutSeconds: 25 });
      expect(failed(verification)).toEqual([]);
    },
  );

  test("without its secret a backend is not looked into, which is said by name", async () => {
    const verification = await everywhere.verify({
      only: ["tempo", "prometheus"],
      secretValue: (name) => (name === "tempo-password" ? undefined : "$$ecret"),
    });
    expect(verification.ok).toBe(true);
    expect(verification.notLooked).toEqual([
      {
        destination: "tempo",
        signals: ["traces"],
        because: 'the value of "tempo-password" is not known here',
        fix: "give it to this command: AGENTOBS_SECRET_TEMPO_PASSWORD",
      },
    ]);
  });

  test.for([
    ["grafana-cloud", "grafana-reader"],
    ["honeycomb", "honeycomb-reader"],
  ] as const)("%s is not looked into without %s", async ([name, secret]) => {
    const verification = await everywhere.verify({ only: [name], secretValue: () => undefined });
    expect(verification.notLooked[0]?.because).toBe(`the value of "${secret}" is not known here`);
    // Nothing else was there to look into: nothing is proven.
    expect(verification.ok).toBe(false);
  });

  test("no secret stands in what verify says", async () => {
    for (const name of ["langfuse", "honeycomb"] as const) everywhere.faults[name].refused = 401;
    const text = JSON.stringify(await everywhere.verify({ only: ["langfuse", "honeycomb"] }));
    for (const secret of ["sk-lf-", "hcaxk_", "Basic ", "glsa_"])
      expect(text).not.toContain(secret);
  });
});
