import { describe, expect, test } from "vitest";
import { artefactsFor } from "../../stacks/artefacts.ts";
import {
  ELSEWHERE,
  ELSEWHERE_SECRETS,
  langfuseStack,
  langfuseWorkload,
} from "../support/langfuse.ts";

const CA = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const elsewhere = (more: Record<string, unknown> = {}) => ({
  langfuse: { ...ELSEWHERE, ...more },
  secrets: ELSEWHERE_SECRETS,
});
const variables = (own: Record<string, unknown>) =>
  langfuseWorkload("langfuse-web", own).environment;

describe("stores elsewhere", () => {
  test("are not run here, and nothing connects to a workload of that name", () => {
    const plan = langfuseStack(elsewhere());
    const names = plan.workloads.filter((name) => name.startsWith("langfuse-"));
    expect(names).toEqual(["langfuse-web", "langfuse-worker"]);
    expect(langfuseWorkload("langfuse-web", elsewhere()).edges).toEqual([]);
  });

  test("are connections to the outside, of web and worker alike", () => {
    const expected = [
      { host: "pg.example", port: 5432 },
      { host: "ch.example", port: 8443 },
      { host: "ch.example", port: 9440 },
      { host: "redis.example", port: 6379 },
      { host: "s3.eu-central-1.amazonaws.com", port: 443 },
    ];
    for (const name of ["langfuse-web", "langfuse-worker"] as const)
      expect(langfuseWorkload(name, elsewhere()).outside, name).toEqual(expected);
  });

  test("are open to the pods by port, and no other port is", () => {
    const manifest = artefactsFor(langfuseStack(elsewhere()))["manifests/langfuse-worker.yaml"];
    const [, egress = ""] = /egress:\n([\s\S]*?)---/.exec(manifest ?? "") ?? [];
    const ports = [...egress.matchAll(/port: (\d+)/g)].map(([, port]) => Number(port));
    expect(new Set(ports)).toEqual(new Set([53, 3000, 443, 5432, 6379, 8443, 9440]));
  });

  test("each is replaced on its own", () => {
    const { postgres } = ELSEWHERE;
    const own = { langfuse: { postgres }, secrets: ELSEWHERE_SECRETS };
    const names = langfuseStack(own).workloads.filter((name) => name.startsWith("langfuse-"));
    expect(names).toEqual([
      "langfuse-clickhouse",
      "langfuse-valkey",
      "langfuse-s3",
      "langfuse-web",
      "langfuse-worker",
    ]);
  });

  test("are spoken to over TLS, whose certificates are looked at", () => {
    expect(variables(elsewhere())).toMatchObject({
      DATABASE_ARGS: "sslmode=require&sslaccept=strict",
      CLICKHOUSE_URL: "https://ch.example:8443",
      CLICKHOUSE_MIGRATION_SSL: "true",
      REDIS_TLS_ENABLED: "true",
    });
  });

  test("may show certificates of one's own authority", () => {
    const own = elsewhere({ ca: CA });
    const web = langfuseWorkload("langfuse-web", own);
    expect(web.files).toEqual({ "langfuse-web/stores-ca.pem": CA });
    const path = "/etc/agentobs/langfuse-web/stores-ca.pem";
    expect(web.environment).toMatchObject({
      NODE_EXTRA_CA_CERTS: path,
      DATABASE_ARGS: `sslmode=require&sslaccept=strict&sslcert=${path}`,
    });
  });

  test("get their own names, users and ways of addressing", () => {
    const own = elsewhere({
      postgres: { ...ELSEWHERE.postgres, database: "lf", username: "me", port: 6432, tls: false },
      clickhouse: { ...ELSEWHERE.clickhouse, username: "me", database: "lf", clustered: true },
      valkey: { ...ELSEWHERE.valkey, username: "me", port: 6380 },
      s3: { ...ELSEWHERE.s3, endpoint: "https://s3.example:9000", forcePathStyle: true },
    });
    const environment = variables(own);
    expect(environment).toMatchObject({
      DATABASE_HOST: "pg.example:6432",
      DATABASE_NAME: "lf",
      DATABASE_USERNAME: "me",
      CLICKHOUSE_CLUSTER_ENABLED: "true",
      CLICKHOUSE_DB: "lf",
      REDIS_USERNAME: "me",
      REDIS_PORT: "6380",
      LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT: "https://s3.example:9000",
      LANGFUSE_S3_EVENT_UPLOAD_FORCE_PATH_STYLE: "true",
    });
    expect(environment["DATABASE_ARGS"]).toBeUndefined();
  });

  test("Amazon's own S3 needs no address", () => {
    expect(variables(elsewhere())["LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT"]).toBeUndefined();
    expect(variables(elsewhere())["LANGFUSE_S3_EVENT_UPLOAD_REGION"]).toBe("eu-central-1");
  });
});
