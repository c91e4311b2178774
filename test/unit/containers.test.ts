import { describe, expect, test } from "vitest";
import { IMAGES } from "../../components/core/images.ts";
import type { ContainerObject } from "../../components/platforms/docker/objects.ts";
import { containersOf } from "../../components/platforms/docker/render.ts";
import { LANGFUSE, objectsOf, type Settings, TEMPO } from "../support/container-objects.ts";

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
