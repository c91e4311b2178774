import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { configSecrets, type Workspace } from "../../cli/pulumi.ts";
import { secretValues } from "../../cli/secret-values.ts";
import { loadStack } from "../../cli/stack-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "agentobs-secrets-"));
  vi.stubEnv("AGENTOBS_HOME", folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Stands in for a program: notes its arguments and says this. */
function install(program: string, says: unknown): string {
  const path = join(folder, program);
  const script = `#!${process.execPath}
require("node:fs").appendFileSync(${JSON.stringify(`${path}-calls`)}, process.argv.slice(2).join(" ") + "\\n");
console.log(${JSON.stringify(JSON.stringify(says))});
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("values of secrets for verify's questions", () => {
  test("come from the command's own environment first, and then nothing else is asked", async () => {
    const environment = { AGENTOBS_SECRET_TEMPO_PASSWORD: "mine" };
    const value = await secretValues(loadStack("local"), ["tempo-password"], environment);
    expect(value("tempo-password")).toBe("mine");
    expect(value("another")).toBeUndefined();
  });

  test("are not asked for where no destination needs any", async () => {
    const value = await secretValues(loadStack("local"), [], {});
    expect(value("tempo-password")).toBeUndefined();
  });

  test("come from the stack's configuration by one call that holds none of them", () => {
    const path = install("pulumi", {
      "agentobs:preset": { value: "local", secret: false },
      "agentobs:secrets": { value: '{"tempo-password":"s3cret"}', secret: true },
    });
    const workspace = {
      stack: { name: "mine", file: "" },
      folder,
      configFile: join(folder, "Pulumi.mine.yaml"),
      environment: {},
      cli: { path },
    } as unknown as Workspace;
    expect(configSecrets(workspace)).toEqual({ "tempo-password": "s3cret" });
    const calls = readFileSync(`${path}-calls`, "utf8");
    expect(calls).toContain("config --json --show-secrets --stack mine");
    expect(calls).not.toContain("s3cret");
  });

  test("come from the collector's Secret in the cluster, whoever made it", async () => {
    const path = install("kubectl", { data: { "langfuse-public-key": base64("pk-lf-made\n") } });
    vi.stubEnv("PATH", `${folder}:${process.env["PATH"] ?? ""}`);
    const stack = loadStack("kubernetes-langfuse");
    const value = await secretValues(stack, ["langfuse-public-key"], {});
    expect(value("langfuse-public-key")).toBe("pk-lf-made");
    expect(readFileSync(`${path}-calls`, "utf8")).toBe(
      "--namespace=agentobs get secret collector-secrets --output=json --ignore-not-found\n",
    );
  });
});
