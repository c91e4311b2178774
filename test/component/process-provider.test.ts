import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { finished } from "../support/pulumi-project.ts";

const PROJECT = join(import.meta.dirname, "../..");
const PROVIDER = join(PROJECT, "components/platforms/process/pulumi-resource-process");

test("the provider listens, and says where on its first line", async () => {
  const provider = spawn(process.execPath, [PROVIDER, "127.0.0.1:1"]);
  onTestFinished(() => void provider.kill("SIGKILL"));
  const [line] = (await once(provider.stdout, "data")) as [Buffer];
  expect(line.toString()).toMatch(/^\d+\n$/);
  provider.kill("SIGINT");
  await once(provider, "exit");
});

test("the provider names the Node that it needs, in one that is too old", async () => {
  const older =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.11.1'}})";
  const provider = spawn(process.execPath, ["--import", older, PROVIDER]);
  expect(await finished(provider)).toEqual({
    code: 1,
    output:
      "agentobs: needs Node 24 or newer, and the first node in PATH is 20.11.1\n" +
      "  Fix: run make up, which brings its own, or install Node 24 (https://nodejs.org)\n",
  });
});

test("the project's Pulumi.yaml loads each provider from where it is", () => {
  const project = parse(readFileSync(join(PROJECT, "Pulumi.yaml"), "utf8")) as unknown;
  expect(project).toMatchObject({
    plugins: {
      providers: [
        { name: "process", path: "components/platforms/process" },
        { name: "honeycomb", path: "components/managed/honeycomb" },
      ],
    },
  });
});
