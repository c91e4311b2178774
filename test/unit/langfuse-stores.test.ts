import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { IMAGES } from "../../components/core/images.ts";
import { expiry } from "../../components/langfuse/s3.ts";
import { knownNames, langfuseWorkload } from "../support/langfuse.ts";

const MIB = 1024 * 1024;
const STORES = [
  "langfuse-postgres",
  "langfuse-clickhouse",
  "langfuse-valkey",
  "langfuse-s3",
] as const;

const linesOf = (text: string, separator: string): Record<string, string> =>
  Object.fromEntries(
    text
      .trim()
      .split("\n")
      .map((line) => {
        const [key = "", ...value] = line.split(separator);
        return [key, value.join(separator)];
      }),
  );
const fileOf = (name: (typeof STORES)[number], file: string, own = {}): string =>
  langfuseWorkload(name, own).files[`${name}/${file}`] ?? "";

describe("every store", () => {
  test.for(STORES)(
    "%s runs without root, keeps its data on a volume and needs no other disk",
    (name) => {
      const { tool, data, scratch } = langfuseWorkload(name);
      expect(IMAGES[tool].user).toBeGreaterThan(0);
      expect(data?.sizeGiB).toBeGreaterThan(0);
      expect(scratch).toContain("/tmp");
    },
  );

  test.for(STORES)("%s is opened to workloads only", (name) => {
    const audiences = Object.values(langfuseWorkload(name).ports).map(({ audience }) => audience);
    expect(new Set(audiences)).toEqual(new Set(["peers"]));
  });
});

describe("PostgreSQL", () => {
  const settings = linesOf(fileOf("langfuse-postgres", "postgresql.conf"), " = ");

  test("is configured with settings that it has", () => {
    const known = knownNames("postgres");
    expect(Object.keys(settings).filter((key) => !known.includes(key))).toEqual([]);
  });

  test("asks for a password on every way in", () => {
    const rules = fileOf("langfuse-postgres", "pg_hba.conf").trim().split("\n");
    expect(rules.map((rule) => rule.split(" ").at(-1))).toEqual(["scram-sha-256", "scram-sha-256"]);
    expect(settings["password_encryption"]).toBe("scram-sha-256");
  });

  test("keeps its database below the mount, and reads the password from a file", () => {
    expect(langfuseWorkload("langfuse-postgres").environment).toMatchObject({
      PGDATA: "/var/lib/agentobs/pgdata",
      POSTGRES_PASSWORD_FILE: "/run/secrets/agentobs/postgres-password",
    });
  });

  test("takes times for UTC, and a quarter of its memory for itself", () => {
    const { resources } = langfuseWorkload("langfuse-postgres");
    expect(settings["timezone"]).toBe("'UTC'");
    expect(settings["shared_buffers"]).toBe(`${resources.memoryMiB / 4}MB`);
  });
});

describe("Valkey", () => {
  const directives = linesOf(fileOf("langfuse-valkey", "valkey.conf"), " ");

  test("is configured with directives that it has", () => {
    const known = knownNames("valkey");
    expect(Object.keys(directives).filter((key) => !known.includes(key))).toEqual([]);
  });

  test("drops nothing when it is full, and loses at most a second of the queue when it ends", () => {
    expect(directives).toMatchObject({
      "maxmemory-policy": "noeviction",
      appendonly: "yes",
      appendfsync: "everysec",
      dir: "/var/lib/agentobs",
    });
  });

  test("is full before its container is", () => {
    const { resources } = langfuseWorkload("langfuse-valkey");
    const fullMiB = Number(directives["maxmemory"]?.replace("mb", ""));
    expect(fullMiB).toBeLessThan(0.75 * resources.memoryMiB);
    expect(fullMiB).toBeGreaterThan(resources.memoryMiB / 2);
  });
});

describe("ClickHouse", () => {
  const config = parse(fileOf("langfuse-clickhouse", "config.yaml")) as Record<string, unknown>;
  const users = parse(fileOf("langfuse-clickhouse", "users.yaml")) as {
    profiles: { default: Record<string, number> };
    users: Record<string, { password: object }>;
  };

  test("is configured with settings that it has", () => {
    const known = knownNames("clickhouse");
    const used = [...Object.keys(config), ...Object.keys(users.profiles.default)];
    expect(used.filter((key) => !known.includes(key))).toEqual([]);
  });

  test("has only those logs of its own that somebody reads, each with an end", () => {
    const logs = Object.entries(config).filter(([key]) => key.endsWith("_log"));
    expect(logs.map(([key]) => key)).toEqual(["query_log", "part_log", "error_log"]);
    for (const [key, log] of logs)
      expect(log, key).toMatchObject({ ttl: "event_date + INTERVAL 7 DAY DELETE" });
  });

  test("has one user, whose password is a variable that it writes nowhere", () => {
    expect(Object.keys(users.users)).toEqual(["langfuse"]);
    expect(users.users["langfuse"]?.password).toEqual({
      "@from_env": "CLICKHOUSE_PASSWORD",
      "@hide_in_preprocessed": true,
    });
  });

  test("lets one query take half of its memory, and go on on disk before that", () => {
    const { resources } = langfuseWorkload("langfuse-clickhouse");
    const { max_memory_usage, max_bytes_before_external_group_by } = users.profiles.default;
    expect(max_memory_usage).toBe((resources.memoryMiB * MIB) / 2);
    expect(max_bytes_before_external_group_by).toBeLessThan(max_memory_usage ?? 0);
    const asked =
      langfuseWorkload("langfuse-web").environment["CLICKHOUSE_MAX_BYTES_BEFORE_EXTERNAL_GROUP_BY"];
    expect(Number(asked)).toBe(max_bytes_before_external_group_by);
  });

  test("writes to its volume only", () => {
    const folders = Object.entries(config).filter(([key]) => /(^|_)path$/.test(key));
    expect(folders.length).toBe(4);
    for (const [key, path] of folders) expect(path, key).toMatch(/^\/var\/lib\/agentobs\//);
  });

  test("forgets traces, scores and the list of raw files after the days of the settings", () => {
    const own = {
      retention: { traces: { days: 7 }, metrics: { days: 30 }, langfuse: { days: 45 } },
    };
    const sql = fileOf("langfuse-clickhouse", "retention.sql", own).trim().split("\n");
    expect(
      sql.map((line) => /^ALTER TABLE default\.(\w+) MODIFY TTL .* 45 DAY;$/.exec(line)?.[1]),
    ).toEqual(["events_full", "events_core", "scores", "blob_storage_file_log"]);
  });
});

describe("the store of raw events", () => {
  const { args } = langfuseWorkload("langfuse-s3");

  test("opens S3 and its metrics; the parts that ask for no key hear themselves only", () => {
    expect(args).toEqual(
      expect.arrayContaining([
        "-ip.bind=127.0.0.1",
        "-s3.ip.bind=0.0.0.0",
        "-s3.port=8333",
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.iam=false",
      ]),
    );
    expect(args.some((arg) => arg.startsWith("-filer") || arg.startsWith("-webdav"))).toBe(false);
  });

  test("reports to nobody, and takes no more writes before its disk is full", () => {
    expect(args).toContain("-master.telemetry=false");
    expect(args).toContain("-volume.minFreeSpace=5");
  });

  test.for([
    [1, "1d"],
    [30, "30d"],
    [255, "255d"],
    [256, "37w"],
    [1785, "255w"],
    [1786, "5y"],
    [3650, "10y"],
  ] as const)("keeps %i days as %s, never less", ([days, ttl]) => {
    expect(expiry(days)).toBe(ttl);
    const inDays = { d: 1, w: 7, y: 365 }[ttl.at(-1) as "d" | "w" | "y"];
    expect(Number.parseInt(ttl, 10) * inDays).toBeGreaterThanOrEqual(days);
  });
});
