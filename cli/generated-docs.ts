import { PRESETS } from "../stacks/presets/index.ts";
import { presetNames } from "../stacks/presets/names.ts";
import { stackFileSchema } from "../stacks/schema.ts";
import { workloadsOf } from "../stacks/workloads.ts";
import { architecture } from "./architecture.ts";
import { conventionsPage } from "./conventions-page.ts";
import { destinationsPage } from "./destinations-page.ts";
import { langfusePage } from "./langfuse-page.ts";
import { settingsReference } from "./settings-reference.ts";
import { sizesPage } from "./sizes-page.ts";
import { loadStack } from "./stack-file.ts";

/**
 * Text by file of everything in the docs that the code knows better: a test holds the checked-in
 * files to it.
 *
 * @param read gives the present text of a file, for pages that are generated only in part
 */
export function generatedDocs(read: (file: string) => string): Record<string, string> {
  const readme = [
    { name: "architecture", text: pictureOf("local") },
    { name: "presets", text: presetsTable() },
  ].reduce((text, part) => withPart(text, part.name, part.text), read("README.md"));
  return {
    "README.md": readme,
    "docs/conventions.md": conventionsPage(),
    "docs/destinations.md": destinationsPage(),
    "docs/docker.md": withPart(read("docs/docker.md"), "docker", pictureOf("docker")),
    "docs/kubernetes.md": withPart(
      read("docs/kubernetes.md"),
      "kubernetes",
      pictureOf("kubernetes-jaeger"),
    ),
    "docs/langfuse.md": langfusePage(loadStack("kubernetes-langfuse").plan),
    "docs/settings.md": settingsReference(),
    "docs/sizes.md": sizesPage(),
    "stacks/settings.schema.json": stackFileSchema(),
  };
}

const pictureOf = (stack: string): string =>
  `\`\`\`mermaid\n${architecture(workloadsOf(loadStack(stack).plan))}\n\`\`\``;

/** Replaces what stands between `<!-- generated: name -->` and `<!-- end -->`. */
function withPart(page: string, name: string, text: string): string {
  const start = `<!-- generated: ${name} -->`;
  const [before, rest] = page.split(start);
  const end = rest?.indexOf("<!-- end -->") ?? -1;
  if (rest === undefined || end < 0) throw new Error(`the page has no part "${name}"`);
  return `${before ?? ""}${start}\n${text}\n${rest.slice(end)}`;
}

/** What a preset's claim rests on. The other two states belong to presets that can't run here. */
function presetsTable(): string {
  const rows = presetNames.map((name) => {
    const { summary, state } = PRESETS[name];
    return `| \`${name}\` | ${summary} | ${state} |`;
  });
  return ["| preset | what it is | state |", "|---|---|---|", ...rows].join("\n");
}
