import { hostPorts } from "../../stacks/addresses.ts";
import { parseSettings } from "../../stacks/parse.ts";
import type { SettingsInput } from "../../stacks/settings.ts";
import { freePorts } from "./ports.ts";

/** Grafana's image can't be made of a program that is here. */
const RUN: Partial<SettingsInput> = { preset: "docker", grafana: { run: false } };

/** Settings of a stack on an engine, with names and ports that nobody else uses. */
export async function onDocker(
  project: string,
  more: Partial<SettingsInput> = {},
): Promise<Partial<SettingsInput>> {
  const settings = { ...RUN, docker: { project }, ...more };
  const published = hostPorts(parseSettings({ ...settings }, "Pulumi.test.yaml"));
  const free = await freePorts(published.length);
  const ports: Record<string, Record<string, number>> = {};
  for (const [index, { workload, port }] of published.entries())
    (ports[workload] ??= {})[port] = free[index] ?? 0;
  return { ...settings, ports };
}

/** The images of such a stack. */
export const RUN_IMAGES = [
  "collector",
  "jaeger",
  "victoriametrics",
  "vmalert",
  "alertmanager",
  "busybox",
] as const;
