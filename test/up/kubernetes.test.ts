import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startStandIn } from "../support/api-stand-in.ts";
import { withoutHash } from "../support/kubernetes-program.ts";
import { type Run, testStack } from "../support/make.ts";

const PROVIDER = join(import.meta.dirname, "../support/stand-in-provider.ts");
const SETTINGS = { preset: "kubernetes-jaeger", ports: {} };

/** The real commands and the real engine; what they would ask of a cluster is written down. */
describe("make up and make down of a stack in a cluster", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let api: Awaited<ReturnType<typeof startStandIn>>;
  let journal: string;

  beforeAll(async () => {
    api = await startStandIn((_, path) => ({
      status: 200,
      body: path === "/version" ? { gitVersion: "v1.37.2" } : {},
    }));
    stack = await testStack("cluster", SETTINGS);
    journal = join(stack.home, "journal");
    mkdirSync(join(stack.home, "bin"));
    for (const name of ["kubernetes", "random", "tls"])
      writeFileSync(
        join(stack.home, "bin", `pulumi-resource-${name}`),
        `#!/bin/sh\nexec "${process.execPath}" "${PROVIDER}" "$@"\n`,
        { mode: 0o755 },
      );
  });
  afterAll(() => {
    api.stop();
    stack.remove();
  });

  /** Runs a command; gives what was asked of the cluster meanwhile, in order. */
  async function make(command: string, ...args: string[]): Promise<Run & { asked: string[] }> {
    writeFileSync(journal, "");
    const environment = {
      KUBECONFIG: api.configure(),
      AGENTOBS_TEST_JOURNAL: journal,
      PATH: [join(stack.home, "bin"), process.env["PATH"]].join(delimiter),
    };
    const run = await stack.runWith(environment, command, ...args);
    if (run.code !== 0) throw new Error(run.output);
    const lines = readFileSync(journal, "utf8").trim().split("\n").filter(Boolean);
    return { ...run, asked: lines.map(withoutHash) };
  }

  test("up makes everything in an order in which it works, and says how to get there", async () => {
    const { asked, output } = await make("up");
    const order = (...lines: string[]) => lines.map((line) => asked.indexOf(line));
    const chain = order(
      "+ Namespace agentobs",
      "+ NetworkPolicy default-deny",
      "+ StatefulSet jaeger",
      "+ Service jaeger",
      "+ StatefulSet sampler",
      "+ Service sampler",
      "+ StatefulSet collector",
      "+ Service collector",
    );
    expect(chain).not.toContain(-1);
    expect(chain).toEqual(chain.toSorted((a, b) => a - b));
    expect(output).toContain("of context lab");
    expect(output).toContain("port-forward service/jaeger 16686:16686");
    expect(output).toContain("make verify STACK=cluster");
  });

  test("up leaves the agents' credentials to their owner, and no secret in its state", () => {
    const file = join(stack.folder, "agents.env");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = /authorization=Bearer%20(\w+)/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
    expect(token.length).toBeGreaterThan(20);
    const state = readFileSync(
      join(stack.folder, "pulumi/.pulumi/stacks/agentobs/cluster.json"),
      "utf8",
    );
    expect(state).toContain("collector-secrets");
    expect(state.includes(token)).toBe(false);
    expect(state.includes("BEGIN PRIVATE KEY")).toBe(false);
  });

  test("a second up changes nothing", async () => {
    expect((await make("up")).asked).toEqual([]);
  });

  test("a changed threshold: the old rules are there until the pods have the new ones", async () => {
    stack.configure({ alerts: { cost: { minimumWindows: 7 } } });
    expect((await make("up")).asked).toEqual([
      "+ ConfigMap vmalert-config-<hash>",
      "~ Deployment vmalert",
      "- ConfigMap vmalert-config-<hash>",
    ]);
  });

  test("down keeps the namespace, and the volumes in it with it", async () => {
    const { asked, output } = await make("down");
    expect(asked).toContain("- StatefulSet jaeger");
    expect(asked.indexOf("- StatefulSet collector")).toBeLessThan(
      asked.indexOf("- StatefulSet sampler"),
    );
    expect(asked).not.toContain("- Namespace agentobs");
    expect(asked.filter((line) => line.includes("grafana-"))).not.toEqual([]);
    expect(asked.filter((line) => /Random\w+ grafana-/.test(line))).toEqual([]);
    expect(output).toContain("its data is kept in the volumes of namespace agentobs");
    expect(existsSync(join(stack.folder, "agents.env"))).toBe(false);
  });

  test("down takes the namespace with it, last, where data is not protected", async () => {
    stack.configure({ protectData: false });
    // Of what was kept nothing is made anew: a disk needs the same again.
    expect((await make("up")).asked.filter((line) => /\+ Random\w+ grafana-/.test(line))).toEqual(
      [],
    );
    const { asked, output } = await make("down");
    expect(asked).toContain("- RandomPassword grafana-admin-password");
    expect(
      asked.filter((line) => !/ (Random|PrivateKey|.*Cert|CertRequest)/.test(line)).at(-1),
    ).toBe("- Namespace agentobs");
    expect(output).toContain("its data is gone with it: protectData is off");
  });
});
