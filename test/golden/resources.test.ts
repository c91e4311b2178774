import { join } from "node:path";
import { expect, test } from "vitest";
import { KUBERNETES_PRESETS } from "../../stacks/presets/index.ts";
import { deploy, labelOf } from "../support/kubernetes-program.ts";

const GOLDEN = join(import.meta.dirname, "resources");

test.for([...KUBERNETES_PRESETS, "docker"])(
  "preset %s creates exactly the resources that are listed",
  async (preset) => {
    const { resources } = await deploy(preset);
    const lines = resources.map((resource) => {
      const { parent, provider, type } = resource;
      const by = /^(kubernetes|docker):/.test(type) ? `  by ${provider}` : "";
      return `${parent ? `${parent} / ` : ""}${labelOf(resource)}${by}`;
    });
    const list = `${lines.sort().join("\n")}\n`;
    await expect(list).toMatchFileSnapshot(join(GOLDEN, `${preset}.txt`));
  },
);
