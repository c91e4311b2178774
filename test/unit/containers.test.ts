import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { IMAGES } from "../../components/core/images.ts";
import { CONTAINER_PATHS } from "../../components/platforms/container-paths.ts";
import { coresText, goDuration, limitsOf } from "../../components/platforms/docker/limits.ts";
import type { ContainerObject, DockerObjects } from "../../components/platforms/docker/objects.ts";
import { containersOf, dockerObjects } from "../../components/platforms/docker/render.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { planOf } from "../support/kubernetes-stacks.ts";

type Settings = Readonly<Record<string, unknown>>;

function objectsOf(settings: Settings = {}): DockerObjects {
  const plan = planOf({ preset: "docker", ...settings });
  if (!plan.docker) throw new Error("not a stack on Docker");
  return dockerObjects(workloadsOf(plan), plan.docker);
}

const LANGFUSE = {
  destinations: [{ type: "jaeger" }, { type: "victoriametrics" }, { type: "langfuse" }],
};
const TEMPO = { destinations: [{ type: "tempo" }, { type: "victoriametrics" }] };
const stacks: readonly (readonly [string, Settings])[] = [
  ["as the preset has it", {}],
  ["with Langfuse", LANGFUSE],
  ["with Tempo", TEMPO],
  [
    "in two tiers, with TLS and a token",
    { collector: { samplers: 3 }, ingest: { tls: {}, auth: { bearer: {} } } },
  ],
];

describe.for(stacks)("every container of a stack %s", ([, settings]) => {
  const objects = objectsOf(settings);
  const all = objects.workloads.flatMap(containersOf);
  const running = objects.workloads.map(({ container }) => container);
  const each = (check: (container: ContainerObject) => void, of = all) => {
    expect(of.length).toBeGreaterThan(3);
    for (const container of of) check(container);
  };

  test("has no capability, and gets none by a program", () => {
    each(({ name, capabilities, securityOptions }) => {
      expect(capabilities.drop, name).toEqual(["ALL"]);
      expect(securityOptions, name).toEqual(["no-new-privileges:true"]);
    });
    const adding = all.filter(({ capabilities }) => capabilities.add.length > 0);
    expect(adding.every(({ name }) => name.endsWith("-files"))).toBe(true);
  });

  test("can't write to its root, but for those that put files into volumes", () => {
    const writable = all.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
    expect(writable.every((name) => name.endsWith("-files"))).toBe(true);
  });

  test("that puts files into volumes has no network", () => {
    for (const { files } of objects.workloads)
      if (files) expect(files.container.networks).toEqual([]);
  });

  test("runs as a user who is not root, but for those that hand volumes over", () => {
    const root = all.filter(({ user }) => user.startsWith("0:")).map(({ name }) => name);
    expect(root.every((name) => name.endsWith("-files"))).toBe(true);
    each(({ user, name }) => {
      expect(Number(user.split(":")[0]), name).toBeGreaterThan(0);
    }, running);
  });

  test("has limits of memory and cores, a log that is rotated, and no swap", () => {
    each(({ name, memoryMiB, cpus, logging }) => {
      expect(memoryMiB, name).toBeGreaterThan(0);
      expect(Number(cpus), name).toBeGreaterThanOrEqual(1);
      expect(logging.options, name).toEqual({ "max-file": "3", "max-size": "10m" });
    });
  });

  test("comes from a pinned tag", () => {
    const tags = Object.values(IMAGES).map(({ repository, tag }) => `${repository}:${tag}`);
    each(({ image }) => {
      expect(tags).toContain(image);
    });
    expect(objects.images.every((image) => tags.includes(image))).toBe(true);
  });

  test("is found by the stack's label", () => {
    const labelled = [
      ...all,
      ...objects.networks,
      ...objects.workloads.flatMap((one) => one.volumes),
    ];
    for (const { name, labels } of labelled)
      expect(labels["agentobs.project"], name).toBe("agentobs");
  });

  test("that runs on comes back after a crash and a restart of the engine", () => {
    each(({ name, restart }) => {
      expect(restart, name).toBe("unless-stopped");
    }, running);
  });

  test("is asked whether it is well: inside, or by another from outside", () => {
    for (const { container, ready, instance } of objects.workloads)
      expect(Boolean(container.healthcheck) !== Boolean(ready), instance).toBe(true);
  });

  test("waits for its files, and until those that it sends to and reads from are well", () => {
    for (const { container, files, after } of objects.workloads) {
      const wanted = [
        ...(files ? [files.container.name] : []),
        ...after.map((peer) => `agentobs-${peer}`),
      ];
      for (const name of wanted)
        expect(container.after[name] ?? container.after[`${name}-ready`], name).toMatch(
          /^(healthy|completed)$/,
        );
      expect(Object.keys(container.after)).toHaveLength(wanted.length);
    }
  });

  test("publishes on loopback only, each port once", () => {
    const ports = running.flatMap((one) => one.ports);
    expect(ports.every(({ address }) => address === "127.0.0.1")).toBe(true);
    expect(new Set(ports.map(({ number }) => number)).size).toBe(ports.length);
  });

  test("is known to the others by its instance, in a network with no way out", () => {
    expect(objects.networks[0]).toMatchObject({ name: "agentobs", internal: true });
    for (const { instance, container } of objects.workloads)
      expect(container.networks[0]).toEqual({ network: "agentobs", aliases: [instance] });
  });
});

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

  test("reaches nobody of the others there", () => {
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

describe("a helper that puts files into volumes", () => {
  test("is another one when a file changes, and only its workload is with it", () => {
    const volumes = (settings: Settings) =>
      objectsOf(settings).workloads.flatMap(({ volumes }) =>
        volumes.filter(({ kind }) => kind === "config").map(({ name }) => name),
      );
    const [before, after] = [volumes({}), volumes({ alerts: { cost: { minimumWindows: 7 } } })];
    const changed = after.filter((name) => !before.includes(name));
    expect(changed).toHaveLength(1);
    expect(changed[0]).toMatch(/^agentobs-vmalert-config-[0-9a-f]{10}$/);
  });

  test("writes secrets as they are, each line of a file of several trimmed, for their owner only", () => {
    const { workloads } = objectsOf({
      ...LANGFUSE,
      ingest: { tls: {}, auth: { bearer: {} } },
    });
    const pem = "-----BEGIN KEY-----\n$a'b\"c\\\n-----END KEY-----\n";
    const files = writtenBy(workloads, "collector", {
      SECRET_INGEST_CERTIFICATE: pem,
      SECRET_INGEST_KEY: pem,
      SECRET_INGEST_TOKEN_1: " token-1\n",
      SECRET_LANGFUSE_PUBLIC_KEY: "pk",
      SECRET_LANGFUSE_SECRET_KEY: "sk",
    });
    expect(files("ingest-key")).toBe(pem);
    expect(files("ingest-tokens")).toBe("token-1\n");
    const valkey = writtenBy(workloads, "langfuse-valkey", {
      SECRET_LANGFUSE_VALKEY_PASSWORD: "p",
    });
    expect(valkey("users.acl")).toBe("user default on ~* &* +@all >p\n");
  });

  /** Runs a helper's own script with its folders elsewhere, and no change of owner. */
  function writtenBy(
    workloads: DockerObjects["workloads"],
    instance: string,
    environment: Readonly<Record<string, string>>,
  ): (file: string) => string {
    const { files } = workloads.find((one) => one.instance === instance) ?? {};
    if (!files) throw new Error(`${instance} has no files`);
    const folder = mkdtempSync(join(tmpdir(), "agentobs-files-"));
    try {
      const script = (files.container.command[2] ?? "")
        .split("\n")
        .filter((line) => !/^(chown|chmod)/.test(line) && !line.startsWith("if [ -d /input ]"))
        .join("\n")
        .replaceAll(CONTAINER_PATHS.secrets, folder)
        .replaceAll(/chown \d+:\d+/g, ": ");
      execFileSync("sh", ["-c", script], { env: { PATH: process.env["PATH"], ...environment } });
      const texts = Object.fromEntries(
        ["ingest-key", "ingest-tokens", "users.acl"].map((file) => [
          file,
          textOf(join(folder, file)),
        ]),
      );
      return (file) => texts[file] ?? "";
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  function textOf(file: string): string {
    try {
      return readFileSync(file, "utf8");
    } catch {
      return "";
    }
  }
});

describe("limits", () => {
  test.for([
    [100, "1.0"],
    [700, "1.4"],
    [1500, "2.0"],
    [3200, "3.2"],
    [10_000, "9.99"],
  ] as const)("%i thousandths of a core may take %s", ([cpuMillis, cpus]) => {
    expect(limitsOf({ memoryMiB: 64, cpuMillis })).toEqual({ memoryMiB: 64, cpus });
  });

  test("are written as the provider reads them back, so that nothing is replaced for it", () => {
    expect([1, 2, 1.5, 0.25, 20].map(coresText)).toEqual(["1.0", "2.0", "1.5", "0.25", "19.99"]);
    expect([0, 5, 60, 90, 3600, 3725].map(goDuration)).toEqual([
      "0s",
      "5s",
      "1m0s",
      "1m30s",
      "1h0m0s",
      "1h2m5s",
    ]);
  });
});
