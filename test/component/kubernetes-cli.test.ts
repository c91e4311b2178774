import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testStack } from "../support/make.ts";

describe("the commands of a stack in a cluster", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  beforeAll(async () => {
    stack = await testStack("cluster", { preset: "kubernetes-jaeger" });
  });
  afterAll(() => {
    stack.remove();
  });

  test.for(["up", "down"])("%s without a cluster ends before anything is made", async (command) => {
    const run = await stack.runWith({ KUBECONFIG: "/nowhere/config" }, command);
    expect(run.code).toBe(1);
    expect(run.output).toContain("/nowhere/config: there is no kubeconfig");
    expect(run.output).not.toContain("at file://");
    expect(existsSync(stack.folder)).toBe(false);
  });

  test("verify asks for what up leaves behind", async () => {
    const run = await stack.run("verify");
    expect(run.code).toBe(1);
    expect(run.output).toContain("stack cluster takes nothing without");
    expect(run.output).toContain("Fix: make up STACK=cluster");
  });
});
