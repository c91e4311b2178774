import { describe, expect, test } from "vitest";
import type { InstanceName, WorkloadName } from "../../components/core/names.ts";
import {
  processPlatform,
  type ProcessSpec,
  processSpec,
} from "../../components/platforms/process/spec.ts";
import { describeWorkload } from "../../components/describe-workload.ts";
import { startOrder } from "../../components/start-order.ts";
import type { Description, Workload } from "../../components/workload.ts";
import { TEST_FOOTPRINTS } from "../support/footprints.ts";

const DESCRIPTION = {
  summary: "Evaluates the rules.",
  tool: "vmalert",
  args: [],
  environment: {},
  secrets: [],
  files: {},
  health: { port: "http", path: "/health", startSeconds: 20 },
  stopSeconds: 5,
} satisfies Description;
const DESCRIBED = { ...DESCRIPTION, resources: { memoryMiB: 64, cpuMillis: 10 } };

const addresses = {
  vmalert: { http: { host: "127.0.0.1", port: 18880 } },
  victoriametrics: { http: { host: "127.0.0.1", port: 18428 } },
};

const places = {
  platform: processPlatform,
  addresses,
  footprints: TEST_FOOTPRINTS,
};

describe("the process of a workload", () => {
  test("is a plain object with paths below the stack's folder", () => {
    const workload = describeWorkload("vmalert", places, (context) => ({
      ...DESCRIPTION,
      args: [
        `-rule=${context.path("rules.yaml")}`,
        `-httpListenAddr=${context.listen("http")}`,
        `-datasource.url=http://${context.at("victoriametrics", "http", "reads")}`,
        `-storage=${context.data("state")}`,
        `-notifier.basicAuth.passwordFile=${context.secretPath("password")}`,
      ],
      environment: { TZ: "UTC" },
      secrets: [
        { secret: "notifier", file: "password" },
        { secret: "licence", environment: "LICENCE" },
      ],
      files: { "rules.yaml": "groups: []\n" },
      data: { retention: "1d" },
    }));
    expect(processSpec(workload)).toEqual({
      name: "vmalert",
      summary: "Evaluates the rules.",
      tool: "vmalert",
      args: [
        "-rule=config/vmalert/rules.yaml",
        "-httpListenAddr=127.0.0.1:18880",
        "-datasource.url=http://127.0.0.1:18428",
        "-storage=data/vmalert/state",
        "-notifier.basicAuth.passwordFile=secrets/vmalert/password",
      ],
      environment: { TZ: "UTC" },
      secretEnvironment: { LICENCE: "licence" },
      secretFiles: { password: "notifier" },
      files: { "rules.yaml": "groups: []\n" },
      ports: { http: 18880 },
      health: { url: "http://127.0.0.1:18880/health", startSeconds: 20 },
      stopSeconds: 5,
      data: true,
      after: ["victoriametrics"],
    });
  });

  test("waits for those that it sends to and reads from, and not for those that it scrapes", () => {
    const workload: Workload = {
      ...DESCRIBED,
      name: "vmalert",
      replicas: 1,
      outside: [],
      ports: { http: { number: 8880, protocol: "http", audience: "operators" } },
      edges: [
        { to: "victoriametrics", port: "http", relation: "reads" },
        { to: "victoriametrics", port: "http", relation: "sends" },
        { to: "collector", port: "metrics", relation: "scrapes" },
        { to: "alertmanager", port: "http", relation: "sends" },
        { to: "vmalert", port: "http", relation: "sends" },
      ],
    };
    expect(processSpec(workload).after).toEqual(["alertmanager", "victoriametrics"]);
  });
});

describe("the start order", () => {
  const after = (name: WorkloadName, ...peers: InstanceName[]): ProcessSpec => ({
    ...processSpec({
      ...DESCRIBED,
      name,
      replicas: 1,
      outside: [],
      ports: { http: { number: 1, protocol: "http", audience: "operators" } },
      edges: [],
    }),
    after: peers,
  });
  const order = (...specs: ProcessSpec[]) => startOrder(specs).map(({ name }) => name);

  test("puts each process behind its peers", () => {
    expect(
      order(
        after("collector", "jaeger", "victoriametrics"),
        after("vmalert", "victoriametrics", "alertmanager"),
        after("jaeger"),
        after("alertmanager"),
        after("victoriametrics"),
      ),
    ).toEqual(["jaeger", "alertmanager", "victoriametrics", "collector", "vmalert"]);
  });

  test("refuses a circle, and names who is in it", () => {
    expect(() => order(after("jaeger", "vmalert"), after("vmalert", "jaeger"))).toThrow(
      "start order: jaeger, vmalert form a circle",
    );
  });
});
