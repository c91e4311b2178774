import { describe, expect, test } from "vitest";
import { ask, Refused, TooMany } from "../../cli/verify/ask.ts";
import { finding } from "../../cli/verify/check.ts";
import { type Deadline, poll, pollOnce } from "../../cli/verify/poll.ts";
import { freePort } from "../support/ports.ts";
import { type Answer, CA, startStrict } from "../support/strict-http.ts";

const within = (timeoutSeconds: number): Deadline => ({
  started: performance.now(),
  timeoutSeconds,
  everyMillis: 10,
});
const BAD = finding("canaries", 0, 1, ["found"]);

/** One question to a server that gives this answer, with a key that must not be quoted. */
async function answered(answer: Answer) {
  const contract = { takes: {}, encoding: "identity" } as const;
  const server = await startStrict(contract, { asked: () => answer });
  const backend = { url: server.url, headers: { authorization: "Bearer hush-hush" } };
  return ask(backend, { path: "/x" })
    .catch((error: unknown) => error)
    .finally(() => server.stop());
}

describe("an answer of a backend", () => {
  test("that quotes the key is not repeated with it", async () => {
    const error = await answered({ status: 500, body: "no Bearer hush-hush here, hush-hush" });
    expect(String(error)).toMatch(/answers 500: no \*\*\*\* here, \*\*\*\*$/);
  });

  test.for([401, 403])("%d is final", async (status) => {
    expect(await answered({ status })).toBeInstanceOf(Refused);
  });

  test("404 is none", async () => {
    expect(await answered({ status: 404 })).toBeUndefined();
  });

  test("is not followed elsewhere: a key is for one address", async () => {
    const error = await answered({ status: 302, headers: { location: "https://other.example" } });
    expect(String(error)).toMatch(/answers 302/);
  });

  test.for([
    [{ "retry-after": "7" }, 7000],
    [{ ratelimit: "limit=10, remaining=0, reset=21" }, 21_000],
    [{}, 10_000],
  ] as const)("429 with %o is waited for", async ([headers, millis]) => {
    const error = await answered({ status: 429, headers });
    expect(error).toBeInstanceOf(TooMany);
    expect((error as TooMany).waitMillis).toBe(millis);
  });

  test("429 with a date is waited for until then", async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const error = await answered({ status: 429, headers: { "retry-after": date } });
    expect((error as TooMany).waitMillis).toBeGreaterThan(25_000);
    expect((error as TooMany).waitMillis).toBeLessThanOrEqual(30_000);
  });
});

test("a certificate is looked at: one that nobody vouches for gets no key", async () => {
  const contract = { takes: {}, encoding: "identity" } as const;
  let asked = 0;
  const seen = () => ({ status: 200, body: String(++asked) });
  const server = await startStrict(contract, { tls: true, asked: seen });
  await expect(ask({ url: server.url }, { path: "/" })).rejects.toThrow(/certificate|self.signed/);
  expect(asked).toBe(0);
  expect(await ask({ url: server.url, ca: CA }, { path: "/" })).toBe("1");
  await server.stop();
});

describe("looking", () => {
  test("says of a backend that does not answer that this is no loss", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const [check] = await poll(within(0.1), "trace in Tempo", async () => {
      await ask({ url }, { path: "/" });
      return [];
    });
    expect(check?.hop).toMatch(/^verify → trace in Tempo: nobody answers there/);
    expect(check?.details[0]).toMatch(/ECONNREFUSED/);
  });

  test("for what will not change ends with the first answer", async () => {
    let looks = 0;
    const look = () => {
      looks++;
      return looks === 1 ? Promise.reject(new TooMany("later", 20)) : Promise.resolve([BAD]);
    };
    const [check] = await pollOnce(within(5), "canaries", look);
    expect(check).toMatchObject({ ok: false, seen: "1" });
    expect(looks).toBe(2);
  });

  test("for what may still come goes on until it is there", async () => {
    let looks = 0;
    const look = () => Promise.resolve([++looks < 3 ? BAD : finding("canaries", 0, 0)]);
    const [check] = await poll(within(5), "canaries", look);
    expect(check).toMatchObject({ ok: true });
    expect(looks).toBe(3);
  });
});
