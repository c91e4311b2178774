import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { InstanceName } from "../../components/core/names.ts";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { PRESETS } from "../../stacks/presets/index.ts";
import { secretVariable } from "../../components/collector/secrets.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "../support/binaries.ts";
import { settingsOf } from "../support/preset-settings.ts";

const GOLDEN = import.meta.dirname;
const planOf = (preset: string) =>
  planFor(parseSettings(settingsOf(preset), `Pulumi.${preset}.yaml`));
const artefacts = (preset: string) => artefactsFor(planOf(preset));
/** The golden file that ends in this path: containers have a folder each. */
function goldenOf(preset: string, path: string): string {
  const file = Object.keys(artefacts(preset)).find(
    (name) => name === path || name.endsWith(`/${path}`),
  );
  if (file === undefined) throw new Error(`${preset} has no ${path}`);
  return join(GOLDEN, preset, file);
}

describe.for(Object.keys(PRESETS))("preset %s", (preset) => {
  test("renders its golden files, and no other file is there", async () => {
    const files = artefacts(preset);
    for (const [file, text] of Object.entries(files))
      await expect(text).toMatchFileSnapshot(join(GOLDEN, preset, file));
    const there = readdirSync(join(GOLDEN, preset), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(GOLDEN, preset).length + 1));
    expect(there.sort()).toEqual(Object.keys(files).sort());
  });

  test("renders the same bytes twice", () => {
    expect(artefacts(preset)).toEqual(artefacts(preset));
  });

  test("names no path of any machine", () => {
    const text = Object.values(artefacts(preset)).join("\n");
    expect(text).not.toMatch(/\/(root|home|Users|tmp)\//);
  });

  test("opens nothing but loopback on a host that others reach", () => {
    const text = Object.values(artefacts(preset)).join("\n");
    expect(text.includes("0.0.0.0")).toBe(planOf(preset).platform !== "process");
  });

  test("the collector accepts its configuration, in every tier", () => {
    const tiers = ["collector.yaml", "sampler.yaml"].filter((tier) =>
      Object.keys(artefacts(preset)).some((file) => `/${file}`.endsWith(`/${tier}`)),
    );
    expect(tiers).toContain("collector.yaml");
    for (const file of tiers) {
      const args = ["validate", `--config=${goldenOf(preset, file)}`];
      const env = { ...process.env, AGENTOBS_ORDINAL: "0", ...secretAddresses(preset) };
      execFileSync(binary("collector"), args, { stdio: "pipe", env });
    }
  });

  const runs = (workload: InstanceName) => planOf(preset).workloads.includes(workload);

  if (runs("vmalert"))
    test("vmalert accepts the rules", () => {
      const file = goldenOf(preset, "rules/agentobs.yaml");
      execFileSync(binary("vmalert"), ["-dryRun", `-rule=${file}`], { stdio: "pipe" });
    });

  if (runs("victoriametrics"))
    test("VictoriaMetrics accepts the scrape configuration", () => {
      const file = goldenOf(preset, "scrape.yaml");
      const args = ["-dryRun", `-promscrape.config=${file}`, "-promscrape.config.strictParse=true"];
      execFileSync(binary("victoriametrics"), args, { stdio: "pipe" });
    });

  test("every dashboard is JSON, and every program gets every file that its arguments name", () => {
    const files = artefacts(preset);
    for (const [file, text] of Object.entries(files))
      if (file.endsWith(".json")) expect(() => JSON.parse(text) as unknown, file).not.toThrow();
    for (const { name, args, files: own } of workloadsOf(planOf(preset)))
      for (const [, file] of args.join(" ").matchAll(new RegExp(`config/${name}/([^\\s*]+)`, "g")))
        expect(
          Object.keys(own).some((key) => key.startsWith(file ?? "")),
          file,
        ).toBe(true);
  });

  test("plan.json says in words how each size follows from the declared traffic", () => {
    const { sizes } = parse(artefacts(preset)["plan.json"] ?? "") as {
      sizes: { how: Record<string, string> };
    };
    for (const size of ["decisionWaitSeconds", "maxTraces", "memoryLimitMiB", "queueSpans"])
      expect(sizes.how[size], size).toMatch(/\d/);
  });
});

/** An address that only a secret holds must be one. */
const secretAddresses = (preset: string): Record<string, string> =>
  Object.fromEntries(
    planOf(preset)
      .collector.destinations.flatMap(({ address }) =>
        "urlSecret" in address
          ? [[secretVariable(address.urlSecret).use, "https://otlp.test"] as const]
          : [],
      )
      .flatMap(([use, value]) => ("environment" in use ? [[use.environment, value]] : [])),
  );
