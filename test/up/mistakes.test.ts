import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testStack } from "../support/make.ts";

describe("bad input ends with where, what and the fix, before anything is touched", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  beforeAll(async () => {
    stack = await testStack("mistakes", {});
  });
  afterAll(async () => {
    stack.configure();
    await stack.run("down", "--data", "delete");
    stack.remove();
  });

  test("a bad setting: no state folder is made", async () => {
    stack.configure({ sampling: { baselinePercent: 500 } });
    const { code, output } = await stack.run("up");
    stack.configure();
    expect(code).toBe(1);
    expect(output).toContain("Pulumi.mistakes.yaml: agentobs:sampling.baselinePercent: is 500");
    expect(output).toContain("Fix: agentobs:sampling: { baselinePercent: 10 }");
    expect(output).not.toContain("at file://");
    expect(existsSync(stack.folder)).toBe(false);
  });

  test("a stack without a stack file names those that there are", async () => {
    const { code, output } = await stack.run("up", "--stack", "nowhere");
    expect(code).toBe(1);
    expect(output).toContain('stack "nowhere" has no stack file');
    expect(output).toMatch(/use one of .*local/);
  });

  test("a stack file that is no YAML says where", async () => {
    writeFileSync(stack.file, "config:\n  agentobs:preset: [local\n");
    const { code, output } = await stack.run("up");
    stack.configure();
    expect(code).toBe(1);
    expect(output).toMatch(/Pulumi\.mistakes\.yaml: .*line 3/);
  });

  test("a state folder that is a file", async () => {
    mkdirSync(stack.home, { recursive: true });
    writeFileSync(stack.folder, "");
    const { code, output } = await stack.run("up");
    stack.remove();
    mkdirSync(stack.home);
    stack.configure();
    expect(code).toBe(1);
    expect(output).toContain("is a file, not a folder");
    expect(output).toContain("AGENTOBS_HOME");
  });

  test("a port that another program holds: nothing is started", async () => {
    const port = stack.ports["alertmanager"]?.["http"] ?? 0;
    const other = createServer().listen(port, "127.0.0.1");
    const { code, output } = await stack.run("up");
    await new Promise((resolve) => other.close(resolve));
    expect(code).toBe(1);
    expect(output).toContain(`${port}`);
    expect(output).toContain("agentobs:ports: {alertmanager: {http: ");
    expect(existsSync(join(stack.folder, "run", "victoriametrics.json"))).toBe(false);
  });

  test("a program that can't be had: nothing is started", async () => {
    const nothing = { PATH: "/nonexistent", AGENTOBS_CACHE: join(stack.home, "empty-cache") };
    const { code, output } = await stack.runWith(nothing, "up");
    expect(code).toBe(1);
    expect(output).toMatch(/jaeger/);
    expect(output).toMatch(/Go .*https:\/\/go\.dev/s);
    expect(existsSync(join(stack.folder, "run"))).toBe(false);
  });

  test("verify and demo without a running stack say so and how to start one", async () => {
    for (const command of ["verify", "demo"]) {
      const args = command === "demo" ? ["--duration", "1", "--burst"] : [];
      const { code, output } = await stack.run(command, ...args);
      expect(code, command).toBe(1);
      expect(output, command).toContain("make up");
    }
  });

  test("a wrong passphrase: the stack goes on as it is", async () => {
    expect((await stack.run("up")).code).toBe(0);
    const { code, output } = await stack.runWith({ PULUMI_CONFIG_PASSPHRASE: "wrong" }, "up");
    expect(code).toBe(1);
    expect(output).toContain("the passphrase is not the one that its state was encrypted with");
    expect(output).toContain("Fix: unset PULUMI_CONFIG_PASSPHRASE");
    expect((await stack.run("up")).output).toMatch(/Resources:\s+\d+ unchanged\s/);
  });
});
