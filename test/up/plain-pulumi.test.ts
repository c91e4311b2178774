import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { PROJECT } from "../../cli/stack-file.ts";
import { ensurePulumi, type PulumiCli } from "../../tools/pulumi.ts";
import { stackPorts } from "../support/make.ts";

const SOURCES = [
  "Pulumi.yaml",
  "package.json",
  "stacks",
  "components",
  "dashboards",
  "alerts",
  "tools",
];

describe("plain pulumi, with a backend and a passphrase of the user's own", () => {
  const checkout = mkdtempSync(join(tmpdir(), "agentobs-plain-"));
  let cli: PulumiCli;

  function pulumi(...args: string[]): string {
    return execFileSync(cli.path, [...args, "--non-interactive"], {
      cwd: checkout,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: [dirname(process.execPath), dirname(cli.path), process.env["PATH"]].join(delimiter),
        PULUMI_HOME: cli.home,
        PULUMI_BACKEND_URL: `file://${checkout}`,
        PULUMI_CONFIG_PASSPHRASE: "the user's own",
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    });
  }

  beforeAll(async () => {
    cli = await ensurePulumi();
    for (const name of SOURCES)
      cpSync(join(PROJECT, name), join(checkout, name), { recursive: true });
    symlinkSync(join(PROJECT, "node_modules"), join(checkout, "node_modules"));
    // One that this stack doesn't use: were it started all the same, everything here would fail.
    const unused = join(checkout, "components/managed/honeycomb/pulumi-resource-honeycomb");
    writeFileSync(unused, "#!/bin/sh\nexit 1\n");
    const config = { "agentobs:preset": "local", "agentobs:ports": await stackPorts() };
    writeFileSync(join(checkout, "stacks/Pulumi.local.yaml"), stringify({ config }));
  });
  afterAll(() => {
    pulumi("destroy", "--yes", "--stack", "local");
    rmSync(checkout, { recursive: true, force: true });
  });

  test("up creates the stack, and a second one leaves it alone", () => {
    pulumi("stack", "init", "local");
    expect(pulumi("up", "--yes")).toMatch(/Resources:\s+\+ 8 created/);
    expect(pulumi("up", "--yes")).toMatch(/Resources:\s+8 unchanged/);
  });

  test("the outputs say what agents need", () => {
    const outputs = JSON.parse(pulumi("stack", "output", "--json")) as {
      agentEnvironment: Record<string, string>;
    };
    expect(outputs.agentEnvironment["OTEL_EXPORTER_OTLP_ENDPOINT"]).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+$/,
    );
  });

  test("a secret of the settings reaches its program as a file of mode 0600, and no output or state in clear", () => {
    const url = "http://127.0.0.1:9/T0P-S3CRET";
    pulumi("config", "set", "--secret", "--path", "agentobs:secrets.hook", url);
    pulumi("config", "set", "--path", "agentobs:alerts.routes[0].severities[0]", "critical");
    pulumi("config", "set", "--path", "agentobs:alerts.routes[0].webhook.urlSecret", "hook");
    const said = pulumi("up", "--yes", "--diff");
    const folder = join(checkout, ".agentobs/local");
    expect(readFileSync(join(folder, "secrets/alertmanager/webhook-1-url"), "utf8")).toBe(url);
    const state = pulumi("stack", "export");
    const outputs = pulumi("stack", "output", "--json");
    for (const text of [said, state, outputs]) expect(text).not.toContain("T0P-S3CRET");
  });
});
