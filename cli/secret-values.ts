import { execFileSync } from "node:child_process";
import { secretsName } from "../components/platforms/kubernetes/names.ts";
import { executablesNamed } from "../components/platforms/process/on-path.ts";
import type { Plan } from "../stacks/plan.ts";
import { ensurePulumi } from "../tools/pulumi.ts";
import { configSecrets, openWorkspace, outputOf, stackExists } from "./pulumi.ts";
import type { Stack } from "./stack-file.ts";
import { MADE_TOKEN } from "./verify-managed.ts";
import { secretVariableOf, type SecretValue } from "./verify/credentials.ts";

/**
 * Where this command finds the values of secrets: its own environment, then in a cluster what the
 * collector sends with, then the stack's configuration and outputs. They are read into memory, and stand in no
 * argument, no file and no output.
 *
 * @param names of those that are needed; nothing is asked where there are none
 */
export async function secretValues(
  stack: Stack,
  names: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<SecretValue> {
  const known = new Map<string, string>();
  const add = (values: Readonly<Record<string, string>>): void => {
    for (const name of names) {
      const value = values[name] ?? values[secretVariableOf(name)];
      // A file ends with a line of its own.
      if (value !== undefined && !known.has(name)) known.set(name, value.trim());
    }
  };
  const missing = (): boolean => names.some((name) => !known.has(name));
  add(present(environment));
  if (missing()) add(inCluster(stack.plan));
  if (missing()) add(await configured(stack, names));
  return (name) => known.get(name);
}

const present = (environment: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );

async function configured(
  stack: Stack,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const workspace = openWorkspace(stack, await ensurePulumi(console.error));
  if (!stackExists(workspace)) return {};
  const made = names.includes(MADE_TOKEN) ? outputOf(workspace, MADE_TOKEN) : undefined;
  return {
    ...configSecrets(workspace),
    ...(typeof made === "string" && { [MADE_TOKEN]: made }),
  };
}

/** What the collector sends with, whoever made it: the kit, an operator, or a store of secrets. */
function inCluster({ kubernetes }: Plan): Readonly<Record<string, string>> {
  const [kubectl] = executablesNamed("kubectl", process.env);
  if (!kubernetes || kubectl === undefined) return {};
  const { context, namespace } = kubernetes;
  const where = [...(context === undefined ? [] : [`--context=${context}`])];
  const args = [...where, `--namespace=${namespace}`, "get", "secret", secretsName("collector")];
  try {
    const text = execFileSync(kubectl, [...args, "--output=json", "--ignore-not-found"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const { data = {} } = JSON.parse(text || "{}") as { data?: Record<string, string> };
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
  } catch {
    // No right to read it: the destination is reported as not looked into.
    return {};
  }
}
