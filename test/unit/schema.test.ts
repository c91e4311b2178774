import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { presetNames } from "../../stacks/presets/names.ts";
import { stackFileSchema } from "../../stacks/schema.ts";

const STACKS = `${import.meta.dirname}/../../stacks`;

test("the checked-in JSON schema is the one that the settings give", async () => {
  await expect(stackFileSchema()).toMatchFileSnapshot(`${STACKS}/settings.schema.json`);
});

test("every preset has a stack file that names the schema and the preset, and no other file is there", () => {
  const files = readdirSync(STACKS).filter((file) => file.startsWith("Pulumi."));
  expect(files.sort()).toEqual(presetNames.map((name) => `Pulumi.${name}.yaml`).sort());
  for (const name of presetNames) {
    const text = readFileSync(`${STACKS}/Pulumi.${name}.yaml`, "utf8");
    expect(text).toContain("# yaml-language-server: $schema=settings.schema.json\n");
    expect(parse(text)).toEqual({ config: { "agentobs:preset": name } });
  }
});
