import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { artefactsFor } from "../../stacks/artefacts.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { PRESETS } from "../../stacks/presets/index.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { binary } from "../support/binaries.ts";
import { OPERATORS_OWN } from "../support/operators-own.ts";

const GOLDEN = import.meta.dirname;
const planOf = (preset: string) =>
  planFor(parseSettings({ preset, ...OPERATORS_OWN[preset] }, `Pulumi.${preset}.yaml`));
const artefacts = (preset: string) => artefactsFor(planOf(preset));

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
    const tiers = ["collector.yaml", "sampler.yaml"].filter((file) => file in artefacts(preset));
    for (const file of tiers) {
      const args = ["validate", `--config=${join(GOLDEN, preset, file)}`];
      const env = { ...process.env, AGENTOBS_ORDINAL: "0" };
      execFileSync(binary("collector"), args, { stdio: "pipe", env });
    }
  });

  test("vmalert accepts the rules, where it runs", () => {
    if (!planOf(preset).workloads.includes("vmalert")) return;
    const file = join(GOLDEN, preset, "rules/agentobs.yaml");
    execFileSync(binary("vmalert"), ["-dryRun", `-rule=${file}`], { stdio: "pipe" });
  });

  test("VictoriaMetrics accepts the scrape configuration, where something scrapes", () => {
    if (!("scrape.yaml" in artefacts(preset))) return;
    const file = join(GOLDEN, preset, "scrape.yaml");
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
