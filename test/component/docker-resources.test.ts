import { beforeAll, describe, expect, test } from "vitest";
import { attempt, changes, deploy, find, withoutHash } from "../support/kubernetes-program.ts";
import type { Run } from "../support/pulumi-mocks.ts";

const PRESET = "docker";
const HOOK = { severities: ["critical"], webhook: { urlSecret: "team-webhook" } };

describe("the resources of a stack on Docker", () => {
  let run: Run;
  beforeAll(async () => {
    run = await deploy(PRESET);
  });
  const ofType = (type: string) =>
    run.resources.filter((one) => one.type.startsWith(`docker:index/${type}:`));
  const waitsFor = (label: string) => find(run, label).dependsOn.map(withoutHash);

  test("containers wait for networks, images and their volumes, and for those that fill them", () => {
    expect(waitsFor("Container jaeger-files")).toEqual([
      "Network agentobs",
      "Network agentobs-edge",
      "RemoteImage busybox",
      "RemoteImage jaeger",
      "Volume agentobs-jaeger-config-<hash>",
      "Volume agentobs-jaeger-data",
    ]);
    expect(waitsFor("Container jaeger")).toContain("Container jaeger-files");
    expect(waitsFor("Container collector")).toEqual(
      expect.arrayContaining([
        "Container collector-files",
        "Container jaeger",
        "Container victoriametrics",
      ]),
    );
  });

  test("a scraper does not wait for what it scrapes", () => {
    expect(waitsFor("Container victoriametrics").join()).not.toMatch(/collector|jaeger|vmalert/);
  });

  test("what can ask itself is waited for until it is healthy, longer than its start may take", () => {
    expect(find(run, "Container grafana").inputs).toMatchObject({ wait: true, waitTimeout: 210 });
    expect(find(run, "Container grafana").createSeconds).toBeGreaterThan(210);
  });

  test("what has no program for it is asked from outside, and asked anew when it is another one", () => {
    expect(find(run, "Container collector").inputs).not.toHaveProperty("wait");
    const ready = find(run, "Container collector-ready");
    expect(ready.inputs).toMatchObject({ attach: true, mustRun: false, restart: "no" });
    expect(ready.inputs["labels"]).toContainEqual({ label: "agentobs.of", value: "collector-id" });
  });

  test("a container goes before the next of its name comes, with the time that it needs to end", () => {
    for (const { name, deleteBeforeReplace } of ofType("container"))
      expect(deleteBeforeReplace, name).toBe(true);
    expect(find(run, "Container collector").inputs).toMatchObject({
      destroyGraceSeconds: 30,
      stopTimeout: 30,
    });
  });

  test("what the provider changes nowhere makes another container", () => {
    for (const { name, replaceOnChanges } of ofType("container"))
      expect(replaceOnChanges, name).toEqual(["healthcheck", "tmpfs"]);
  });

  test("files go into the volumes before their container starts", () => {
    const { inputs } = find(run, "Container vmalert-files");
    const uploads = inputs["uploads"] as { file: string; content: string }[];
    expect(uploads.map(({ file }) => file)).toEqual(["/etc/agentobs/rules/agentobs.yaml"]);
    expect(uploads[0]?.content).toContain("AgentLatencyP99High");
    // The engine would take no file into a container with a read-only root.
    expect(inputs["readOnly"]).toBe(false);
  });

  test("images stay on the engine", () => {
    for (const { inputs } of ofType("remoteImage")) expect(inputs["keepLocally"]).toBe(true);
  });

  test("everything of a workload has the workload as its parent", () => {
    for (const { name, parent } of [...ofType("container"), ...ofType("volume")])
      expect(name.replace(/^agentobs-/, "").startsWith(parent), name).toBe(true);
  });

  test("the outputs say where it is", () => {
    const { default: outputs } = run.exports as { default: Record<string, unknown> };
    expect(Object.keys(outputs).sort()).toEqual([
      "addresses",
      "agentEnvironment",
      "agentSecretValues",
      "certificateExpiries",
      "published",
    ]);
    expect(outputs["addresses"]).toMatchObject({ jaeger: { ui: { host: "jaeger", port: 16686 } } });
  });
});

describe("the engine", () => {
  test("is the one that the settings name, by the way that they name", async () => {
    const docker = { host: "ssh://ops@docker.example", sshOptions: ["-i", "/keys/docker"] };
    const run = await deploy(PRESET, { docker });
    expect(find(run, "docker docker").inputs).toMatchObject({
      host: "ssh://ops@docker.example",
      sshOpts: '["-i","/keys/docker"]',
    });
    const own = run.resources.filter(({ type }) => type.startsWith("docker:"));
    expect(new Set(own.map(({ provider }) => provider))).toEqual(new Set(["docker"]));
  });

  test("keeps volumes with data through a destroy, unless data is not protected", async () => {
    const [kept, lost] = [await deploy(PRESET), await deploy(PRESET, { protectData: false })];
    const retained = ({ resources }: Run) =>
      resources.filter((one) => one.retainOnDelete).map(({ name }) => name);
    expect(retained(kept)).toEqual([
      "agentobs-jaeger-data",
      "agentobs-victoriametrics-data",
      "agentobs-alertmanager-data",
      "agentobs-grafana-data",
      "agentobs-collector-data",
    ]);
    expect(retained(lost)).toEqual([]);
    // Another volume would be an empty one.
    expect(find(kept, "Volume agentobs-jaeger-data").ignoreChanges).toContain("labels");
  });

  test("gets nothing when a setting is wrong", async () => {
    const { resources, error } = await attempt(PRESET, { sampling: { baselinePercent: 500 } });
    expect(String(error)).toContain("agentobs:sampling.baselinePercent: is 500");
    expect(resources).toEqual([]);
  });
});

describe("a changed setting touches only what it must", () => {
  const SECRETS = { "team-webhook": "https://hooks.example/1" };
  const told = { alerts: { routes: [HOOK] }, secrets: SECRETS };
  let before: Run;
  beforeAll(async () => {
    before = await deploy(PRESET, told);
  });
  const changed = async (settings: Readonly<Record<string, unknown>>) =>
    changes(before, await deploy(PRESET, { ...told, ...settings }));

  test("nothing, when nothing changed", async () => {
    expect(await changed({})).toEqual([]);
  });

  test("a threshold: the rules, who puts them there, and who reads them", async () => {
    const alerts = { ...told.alerts, cost: { minimumWindows: 7 } };
    expect(await changed({ alerts })).toEqual([
      "+ Volume agentobs-vmalert-config-<hash>",
      "- Volume agentobs-vmalert-config-<hash>",
      "~ Container vmalert",
      "~ Container vmalert-files",
    ]);
  });

  test("an argument: its container alone", async () => {
    const traces = { days: 3 };
    expect(await changed({ retention: { traces, metrics: { days: 31 } } })).toEqual([
      "~ Container victoriametrics",
    ]);
  });

  test("a secret: who is handed it, by a label that tells nothing of it", async () => {
    const secrets = { "team-webhook": "https://hooks.example/2" };
    const after = await deploy(PRESET, { ...told, secrets });
    expect(changes(before, after)).toEqual(["~ Container alertmanager"]);
    const labels = find(after, "Container alertmanager").inputs["labels"];
    expect(labels).toContainEqual({
      label: "agentobs.secrets",
      value: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
    });
  });
});
