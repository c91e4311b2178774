import { describe, expect, test } from "vitest";
import { secretVersion } from "../../components/platforms/secret-version.ts";
import { secretData } from "../../components/platforms/kubernetes/secrets.ts";

const NOWHERE_ELSE = { secretSources: {} };
const VALUES = { token: "t0ken", password: "one\n", spare: "two" };

const USES = [
  { secret: "token", environment: "TOKEN" },
  { secret: "password", file: "password" },
];

describe("what a workload's Secret holds", () => {
  test("is a variable by its name and a file by its name, as they are", () => {
    expect(secretData({ name: "grafana", secrets: USES }, VALUES, NOWHERE_ELSE)).toEqual({
      TOKEN: "t0ken",
      password: "one\n",
    });
  });

  test("is not what another Secret holds", () => {
    const elsewhere = { secretSources: { password: { object: "grafana-tls", key: "tls.key" } } };
    expect(secretData({ name: "grafana", secrets: USES }, VALUES, elsewhere)).toEqual({
      TOKEN: "t0ken",
    });
  });

  test("that are missing or empty are all named, and nothing is handed over", () => {
    const make = () => secretData({ name: "grafana", secrets: USES }, { token: " " }, NOWHERE_ELSE);
    expect(make).toThrow(/secret "token": grafana needs it[^]*secret "password"/);
    expect(make).toThrow("pulumi config set --secret --path 'agentobs:secrets.password' <value>");
  });

  test("is a file of several, a line for each", () => {
    const lines = [{ before: "alice:", secret: "password" }, { secret: "spare" }];
    const secrets = [{ lines, file: "users" }];
    expect(secretData({ name: "collector", secrets }, VALUES, NOWHERE_ELSE)).toEqual({
      users: "alice:one\ntwo\n",
    });
  });
});

describe("the version of secrets", () => {
  test("is the same for the same secrets, in whatever order they come", () => {
    expect(secretVersion({ a: "1", b: "2" }, "salt")).toBe(
      secretVersion({ b: "2", a: "1" }, "salt"),
    );
  });

  test("changes with a value, with a name, and with the salt", () => {
    const versions = [
      secretVersion({ a: "1" }, "salt"),
      secretVersion({ a: "2" }, "salt"),
      secretVersion({ b: "1" }, "salt"),
      secretVersion({ a: "1" }, "another"),
    ];
    expect(new Set(versions).size).toBe(versions.length);
  });
});
