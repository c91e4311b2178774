import { spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { stringify } from "yaml";
import { PROJECT } from "../../cli/stack-file.ts";
import { ensurePulumi } from "../../tools/pulumi.ts";
import { type Finished, finished } from "./pulumi-project.ts";

const SOURCES = [
  ...["Pulumi.yaml", "package.json", "stacks", "components", "dashboards", "alerts", "tools"],
];

/** The project in a folder and a backend of its own, for plain `pulumi` while the test goes on. */
export async function pulumiCheckout(stack: string) {
  const cli = await ensurePulumi();
  const folder = mkdtempSync(join(tmpdir(), `agentobs-${stack}-`));
  for (const name of SOURCES) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
  const file = join(folder, `stacks/Pulumi.${stack}.yaml`);
  const run = (...args: string[]): Promise<Finished> =>
    finished(
      spawn(cli.path, [...args, "--non-interactive"], {
        cwd: folder,
        env: {
          ...process.env,
          PATH: [dirname(process.execPath), dirname(cli.path), process.env["PATH"]].join(delimiter),
          PULUMI_HOME: cli.home,
          PULUMI_BACKEND_URL: `file://${folder}`,
          PULUMI_CONFIG_PASSPHRASE: "for tests",
          PULUMI_SKIP_UPDATE_CHECK: "true",
          AGENTOBS_HOME: join(folder, "state"),
        },
        stdio: ["ignore", "pipe", "pipe"],
      }),
    );
  const good = async (...args: string[]): Promise<string> => {
    const { code, output } = await run(...args);
    if (code !== 0) throw new Error(`pulumi ${args[0] ?? ""}: ${output}`);
    return output;
  };
  return {
    folder,
    run,
    /** The same, for what must go well. Gives what was printed. */
    good,
    /** The stack with these settings; secrets are set apart, encrypted. */
    init: async (
      settings: Readonly<Record<string, unknown>>,
      secrets: Readonly<Record<string, string>>,
    ) => {
      const config: Record<string, unknown> = {};
      for (const [key, value] of Object.entries(settings)) config[`agentobs:${key}`] = value;
      writeFileSync(file, stringify({ config }));
      await good("stack", "init", stack);
      for (const [name, value] of Object.entries(secrets))
        await good("config", "set", "--secret", "--path", `agentobs:secrets.${name}`, value);
    },
    /** Everything that Pulumi wrote about the stack: state, history, locks. */
    written: (): string =>
      readdirSync(join(folder, ".pulumi"), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
        .join("\n"),
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type PulumiCheckout = Awaited<ReturnType<typeof pulumiCheckout>>;
