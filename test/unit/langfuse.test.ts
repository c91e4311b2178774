import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Workload } from "../../components/workload.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { knownNames, langfuseStack, langfuseWorkload } from "../support/langfuse.ts";

const edgesOf = ({ name, edges }: Workload): string[] =>
  edges.map(({ to, port, relation }) => `${name} ${relation} ${to}.${port}`);
const variables = ({ environment, secrets }: Workload): string[] => [
  ...Object.keys(environment),
  ...secrets.flatMap((use) => ("environment" in use ? [use.environment] : [])),
];

describe("a Langfuse that the kit runs", () => {
  test("starts its stores first, then the web, which makes the tables, then the worker", () => {
    const names = langfuseStack().workloads.filter((name) => name.startsWith("langfuse-"));
    expect(names).toEqual([
      "langfuse-postgres",
      "langfuse-clickhouse",
      "langfuse-valkey",
      "langfuse-s3",
      "langfuse-web",
      "langfuse-worker",
    ]);
  });

  test("connects to its four stores and to nothing else", () => {
    const stores = [
      "reads langfuse-postgres.postgres",
      "reads langfuse-clickhouse.http",
      "reads langfuse-clickhouse.native",
      "sends langfuse-valkey.valkey",
      "sends langfuse-s3.s3",
    ];
    const web = langfuseWorkload("langfuse-web");
    const worker = langfuseWorkload("langfuse-worker");
    expect(edgesOf(web)).toEqual(stores.map((edge) => `langfuse-web ${edge}`));
    expect(edgesOf(worker)).toEqual([
      ...stores.map((edge) => `langfuse-worker ${edge}`),
      "langfuse-worker reads langfuse-web.http",
    ]);
    expect([...web.outside, ...worker.outside]).toEqual([]);
  });

  test.for(["langfuse-web", "langfuse-worker"] as const)(
    "%s is handed no variable that its own schema doesn't know",
    (name) => {
      // Node's and Prisma's own.
      const others = ["NODE_OPTIONS", "HOME", "CHECKPOINT_DISABLE"];
      const known = [...knownNames("environment"), ...others];
      const unknown = variables(langfuseWorkload(name)).filter((key) => !known.includes(key));
      expect(unknown).toEqual([]);
    },
  );

  test("has every variable that it can't start without", () => {
    expect(variables(langfuseWorkload("langfuse-web"))).toEqual(
      expect.arrayContaining([
        ...["NEXTAUTH_URL", "NEXTAUTH_SECRET", "SALT", "ENCRYPTION_KEY"],
        ...["DATABASE_HOST", "DATABASE_USERNAME", "DATABASE_PASSWORD", "DATABASE_NAME"],
        ...["CLICKHOUSE_URL", "CLICKHOUSE_MIGRATION_URL", "CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD"],
        ...["REDIS_HOST", "REDIS_AUTH", "LANGFUSE_S3_EVENT_UPLOAD_BUCKET"],
      ]),
    );
    expect(langfuseWorkload("langfuse-web").environment["CLICKHOUSE_CLUSTER_ENABLED"]).toBe(
      "false",
    );
  });

  test("lets nobody sign up, and tells nobody about itself", () => {
    const { environment } = langfuseWorkload("langfuse-web");
    expect(environment).toMatchObject({
      AUTH_DISABLE_SIGNUP: "true",
      TELEMETRY_ENABLED: "false",
      CHECKPOINT_DISABLE: "1",
    });
  });

  test("is asked for its database only when it says whether it can serve", () => {
    // A database that is down must not restart the web as well.
    expect(langfuseWorkload("langfuse-web").health).toMatchObject({
      path: "/api/public/health",
      readyPath: "/api/public/health?failIfDatabaseUnavailable=true",
    });
  });
});

describe("traces flow with no step by hand", () => {
  const { environment, secrets } = langfuseWorkload("langfuse-web");

  test("organisation, project and first user are made, each with its id", () => {
    expect(environment).toMatchObject({
      LANGFUSE_INIT_ORG_ID: "agentobs",
      LANGFUSE_INIT_PROJECT_ID: "agents",
      LANGFUSE_INIT_USER_EMAIL: "admin@agentobs.local",
    });
  });

  test("the collector sends with the keys that the project is made with", () => {
    const keys = ["langfuse-public-key", "langfuse-secret-key"];
    const made = secrets.filter(
      (use) => "environment" in use && use.environment.startsWith("LANGFUSE_INIT_PROJECT_"),
    );
    expect(made.map((use) => ("secret" in use ? use.secret : ""))).toEqual(keys);
    const sampler = langfuseWorkload("sampler");
    const handed = sampler.secrets.flatMap((use) => ("secret" in use ? [use.secret] : []));
    expect(handed).toEqual(expect.arrayContaining(keys));
    expect(edgesOf(sampler)).toContain("sampler sends langfuse-web.http");
  });

  test("to the path where Langfuse takes OTLP, as the version that it reads", () => {
    const sampler = parse(artefactsFor(langfuseStack())["sampler.yaml"] ?? "") as {
      exporters: Record<string, object>;
    };
    expect(sampler.exporters["otlp_http/langfuse"]).toMatchObject({
      endpoint: "http://langfuse-web.agentobs.svc:3000/api/public/otel",
      headers: { "x-langfuse-ingestion-version": "4" },
      auth: { authenticator: "basicauth/langfuse" },
    });
  });

  test("keys of another name are used on both sides, and made under it", () => {
    const destinations = [
      { type: "victoriametrics" },
      { type: "langfuse", publicKeySecret: "my-public", secretKeySecret: "my-secret" },
    ];
    const plan = langfuseStack({ destinations });
    const made = plan.secrets.generated.map(({ name }) => name);
    expect(made).toEqual(expect.arrayContaining(["my-public", "my-secret"]));
    const web = workloadsOf(plan).find(({ name }) => name === "langfuse-web");
    expect(web?.secrets).toContainEqual({
      environment: "LANGFUSE_INIT_PROJECT_PUBLIC_KEY",
      secret: "my-public",
    });
  });

  test("dashboards lead to the project's pages under the address of a browser", () => {
    const langfuse = { url: "https://langfuse.example/", project: { id: "research" } };
    const plan = langfuseStack({ langfuse });
    expect(plan.dashboards.traces.langfuseUrl).toBe("https://langfuse.example/project/research");
    expect(
      workloadsOf(plan).find(({ name }) => name === "langfuse-web")?.environment,
    ).toMatchObject({
      NEXTAUTH_URL: "https://langfuse.example",
      LANGFUSE_INIT_PROJECT_ID: "research",
    });
  });
});
