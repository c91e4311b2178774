import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { binary } from "../support/binaries.ts";
import { dockerEngine } from "../support/docker-engine.ts";
import { loadImages } from "../support/docker-images.ts";
import { testStack } from "../support/make.ts";
import { onDocker } from "../support/on-docker.ts";

const RUN = ["collector", "jaeger", "victoriametrics", "vmalert", "alertmanager", "busybox"] as const;
const engine = await dockerEngine();
const run = promisify(execFile);

describe("the rendered compose file on a real engine", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let folder: string;

  beforeAll(async () => {
    await loadImages(engine, RUN);
    stack = await testStack("compose", await onDocker("lab", { ingest: { auth: { bearer: {} } } }));
    folder = join(stack.home, "rendered");
    await render();
  });
  afterAll(async () => {
    await compose("down", "--volumes");
    stack.remove();
  });

  async function render(): Promise<void> {
    const { code, output } = await stack.run("render", "--out", folder);
    if (code !== 0) throw new Error(output);
    const example = readFileSync(join(folder, "secrets.example.env"), "utf8");
    const filled = example.replaceAll(/^(SECRET_\w+)=$/gm, (_, name: string) =>
      `${name}=${randomBytes(20).toString("hex")}`,
    );
    writeFileSync(join(folder, "secrets.env"), filled, { mode: 0o600 });
  }

  const compose = (...args: string[]) =>
    run(binary("compose"), ["--env-file", "secrets.env", ...args], {
      cwd: folder,
      env: { ...process.env, ...engine.environment },
    });
  /** Commands send as the agents do, with the token of the environment file. */
  const make = (command: string, ...args: string[]) => {
    const token = /^SECRET_INGEST_TOKEN_1=(.*)$/m.exec(readFileSync(join(folder, "secrets.env"), "utf8"))?.[1];
    const headers = { OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${token ?? ""}` };
    return stack.runWith({ ...engine.environment, ...headers }, command, ...args);
  };

  test("comes up", async () => {
    const x = await compose("up", "--detach", "--wait").catch((e) => e);
    console.log(x.stderr ?? x);
    console.log(await engine.docker("ps", "--all"));
    console.log(await engine.docker("inspect","--format","{{json .State.Health}}","lab-alertmanager"), await engine.docker("logs", "lab-alertmanager"));
    const y = await make("verify");
    console.log(y.output);
    expect(y.code).toBe(0);
  });
});
