import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ask, type Patience } from "../../components/managed/honeycomb/client.ts";
import type { Request } from "../../components/managed/honeycomb/request.ts";
import { type HoneycombApi, startHoneycomb } from "../support/honeycomb-api.ts";
import { refusalOfAsync } from "../support/refused.ts";

const KEY = "hcxck_secret";
const PATIENCE: Patience = { tries: 4, timeoutMs: 300, firstWaitMs: 10, longestWaitMs: 5000 };
const LIST: Request = { method: "GET", path: "/1/boards" };
const BOARD = { type: "flexible", name: "one" };

let honeycomb: HoneycombApi;
beforeEach(async () => {
  honeycomb = await startHoneycomb({ configurationKey: KEY, ingestKey: "hcaik" });
});
afterEach(() => honeycomb.stop());

const never = new AbortController().signal;
const asking = (request: Request, key = KEY, patience = PATIENCE) =>
  ask({ endpoint: honeycomb.url, key }, request, never, patience);
const statuses = () => honeycomb.seen.map(({ status }) => status);

describe("the client of Honeycomb's API", () => {
  test("waits as long as a rate limit says, and no longer", async () => {
    honeycomb.set({ limit: { requests: 1, seconds: 1 } });
    await asking(LIST);
    const started = Date.now();
    await asking(LIST);
    const ms = Date.now() - started;
    expect(ms).toBeGreaterThan(900);
    expect(ms).toBeLessThan(2500);
    expect(statuses()).toEqual([200, 429, 200]);
  });

  test("gives up at once where the limit is over only after minutes, with the fix", async () => {
    honeycomb.set({ limit: { requests: 0, seconds: 600 } });
    expect(await refusalOfAsync(asking(LIST))).toBe(
      "Honeycomb: GET /1/boards: the rate limit is not over (HTTP 429), asked 1 times\n" +
        "  Fix: run the same command again later: what is done already is kept",
    );
  });

  test("tries again what failed on the other side, a few times", async () => {
    honeycomb.set({ trouble: (n) => (n < 2 ? { status: 503 } : undefined) });
    expect((await asking(LIST)).status).toBe(200);
    honeycomb.set({ trouble: () => ({ status: 500 }) });
    expect(await refusalOfAsync(asking(LIST))).toContain(
      "it is in trouble (HTTP 500), asked 4 times",
    );
  });

  test("asks what an attempt without an answer has made, and makes nothing twice", async () => {
    honeycomb.set({ trouble: (_, { method }) => (method === "POST" ? "hang up" : undefined) });
    const made = async () => ((await asking(LIST)).body as object[])[0];
    const { body } = await asking({ method: "POST", path: "/1/boards", body: BOARD, made });
    expect(body).toMatchObject({ name: "one" });
    expect(honeycomb.store.boards.size).toBe(1);
  });

  test("tries a creation again that nothing came of", async () => {
    honeycomb.set({ trouble: () => "hang up", permissions: [] });
    const made = () => Promise.resolve(undefined);
    const request: Request = { method: "POST", path: "/1/boards", body: BOARD, made };
    expect(await refusalOfAsync(asking(request))).toContain("asked 4 times");
    expect(honeycomb.seen.length).toBe(4);
  });

  test("names who does not answer, never the key", async () => {
    const { url } = honeycomb;
    await honeycomb.stop();
    const refusal = await refusalOfAsync(ask({ endpoint: url, key: KEY }, LIST, never, PATIENCE));
    expect(refusal).toContain(`no answer from ${url} (connect ECONNREFUSED`);
    expect(refusal).toContain("check agentobs:honeycomb.endpoint");
    expect(refusal).not.toContain(KEY);
    honeycomb = await startHoneycomb({ configurationKey: KEY, ingestKey: "hcaik" });
  });

  test("a key that is not valid, or may not, is told what it needs", async () => {
    expect(await refusalOfAsync(asking(LIST, "wrong"))).toContain(
      "Manage Queries and Columns, Manage Triggers, Manage Public Boards, Manage Recipients",
    );
    honeycomb.set({ permissions: ["triggers"] });
    const refusal = await refusalOfAsync(asking(LIST));
    expect(refusal).toContain("the key may not do this (API key does not have permission");
    expect(refusal).toContain('give the key the permission "Manage Public Boards"');
    expect(statuses()).toEqual([401, 403]);
  });

  test("what the API finds wrong is told by field, and is not asked again", async () => {
    const wrong = { ...BOARD, colour: "red" };
    const refusal = await refusalOfAsync(
      asking({ method: "POST", path: "/1/boards", body: wrong }),
    );
    expect(refusal).toContain("HTTP 422: The provided input is invalid.; colour");
    expect(statuses()).toEqual([422]);
  });

  test("ends when the command is interrupted", async () => {
    honeycomb.set({ limit: { requests: 0, seconds: 4 } });
    const interrupted = new AbortController();
    const asked = ask({ endpoint: honeycomb.url, key: KEY }, LIST, interrupted.signal, PATIENCE);
    setTimeout(() => {
      interrupted.abort();
    }, 50);
    await expect(asked).rejects.toThrow("abort");
  });
});
