import { describe, expect, test } from "vitest";
import { LANGFUSE, objectsOf, type Settings, TEMPO } from "../support/container-objects.ts";
import { planOf } from "../support/kubernetes-stacks.ts";

describe("who leaves the network between containers", () => {
  const edge = (settings: Settings) =>
    objectsOf(settings)
      .workloads.filter(({ container }) =>
        container.networks.some(({ network }) => network === "agentobs-edge"),
      )
      .map(({ instance }) => instance);

  test("are those that publish a port; Langfuse's stores and its worker have no way out", () => {
    const there = edge(LANGFUSE);
    expect(there).toContain("collector");
    expect(there).toContain("langfuse-web");
    for (const store of ["postgres", "clickhouse", "valkey", "s3"])
      expect(there).not.toContain(`langfuse-${store}`);
    expect(there).not.toContain("langfuse-worker");
  });

  test("is also who connects to somebody outside", () => {
    expect(edge({ collector: { samplers: 2 } })).toContain("sampler-0");
    const s3 = {
      storage: {
        s3: {
          bucket: "traces",
          endpoint: "https://s3.example",
          accessKeySecret: "key",
          secretKeySecret: "key",
        },
      },
    };
    expect(edge({ ...TEMPO, tempo: s3, secrets: { key: "" } })).toContain("tempo");
  });

  test("is a second one beside that of the workloads, with a way out", () => {
    expect(objectsOf().networks[1]).toMatchObject({
      name: "agentobs-edge",
      internal: false,
    });
  });
});

describe("what is open on the engine's host", () => {
  const portsOf = (settings: Settings) =>
    Object.fromEntries(
      objectsOf(settings).workloads.flatMap(({ instance, container }) =>
        container.ports.map(({ address, number, target }) => [
          `${instance}:${target}`,
          `${address}:${number}`,
        ]),
      ),
    );

  test("is what agents and people use, and what make verify reads", () => {
    expect(portsOf({ collector: { samplers: 2 } })).toEqual({
      "jaeger:16685": "127.0.0.1:16685",
      "jaeger:16686": "127.0.0.1:16686",
      "victoriametrics:8428": "127.0.0.1:8428",
      "alertmanager:9093": "127.0.0.1:9093",
      "vmalert:8880": "127.0.0.1:8880",
      "grafana:3000": "127.0.0.1:3000",
      "sampler-0:8888": "127.0.0.1:14600",
      "sampler-1:8888": "127.0.0.1:14601",
      "collector:4317": "127.0.0.1:4317",
      "collector:4318": "127.0.0.1:4318",
      "collector:8888": "127.0.0.1:8888",
    });
  });

  test("is open to agents in a network without opening anything else", () => {
    const docker = { agents: { address: "10.0.0.5" } };
    const open = portsOf({ docker, ingest: { tls: {}, auth: { bearer: {} } } });
    expect(open["collector:4318"]).toBe("10.0.0.5:4318");
    expect(open["collector:8888"]).toBe("127.0.0.1:8888");
    expect(open["jaeger:16686"]).toBe("127.0.0.1:16686");
  });

  test("is what agents, pages' links and certificates name", () => {
    const docker = { agents: { address: "10.0.0.5" } };
    const plan = planOf({ preset: "docker", docker, ingest: { tls: {}, auth: { bearer: {} } } });
    expect(plan.agentEnvironment["OTEL_EXPORTER_OTLP_ENDPOINT"]).toBe("https://10.0.0.5:4318");
    expect(plan.vmalert.externalUrl).toBe("http://127.0.0.1:8880");
    expect(plan.alertmanager.externalUrl).toBe("http://127.0.0.1:9093");
    expect(plan.secrets.authorities[0]?.certificates[0]?.hosts).toEqual([
      "collector",
      "localhost",
      "127.0.0.1",
      "10.0.0.5",
    ]);
    expect(plan.secrets.authorities[0]?.subject.organizationalUnit).toBe("agentobs");
  });

  test("leads from a page to Jaeger's where there is no Grafana to find traces in", () => {
    const traces = (settings: Settings) =>
      planOf({ preset: "docker", ...settings }).dashboards.traces;
    expect(traces({})).toEqual({ inGrafana: ["jaeger"] });
    expect(traces({ grafana: { run: false } })).toMatchObject({
      jaegerUrl: "http://127.0.0.1:16686",
    });
  });
});
