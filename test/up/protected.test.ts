import { readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAs, sdkSpans } from "../support/agent-client.ts";
import { newAuthority } from "../support/certificates.ts";
import { testStack } from "../support/make.ts";

const OLD = "old-T0KEN";
const NEW = "new-T0KEN";

describe("a stack with TLS, client certificates and a token", () => {
  let stack: Awaited<ReturnType<typeof testStack>>;
  let secrets: Record<string, string>;
  const ingest = (tokenSecrets: readonly string[]) => ({
    tls: { certificateSecret: "certificate", keySecret: "key", caSecret: "ca" },
    clientCertificates: {
      caSecret: "ca",
      certificateSecret: "client-certificate",
      keySecret: "client-key",
    },
    auth: { bearer: { tokenSecrets } },
  });

  beforeAll(async () => {
    const authority = await newAuthority("test");
    const [server, client] = await Promise.all([authority.issue("c"), authority.issue("agent")]);
    secrets = {
      certificate: server.certificate,
      key: server.key,
      ca: authority.certificate,
      "client-certificate": client.certificate,
      "client-key": client.key,
      old: OLD,
    };
    stack = await testStack("protected", { secrets, ingest: ingest(["old"]) });
  });
  afterAll(async () => {
    await stack.run("down", "--data", "delete");
    stack.remove();
  });

  const agentsFile = () => join(stack.folder, "agents.env");
  const agents = () => parseEnv(readFileSync(agentsFile(), "utf8")) as Record<string, string>;
  const up = async () => {
    const { code, output } = await stack.run("up");
    expect(output).toContain("Stack protected is up");
    expect(code).toBe(0);
    return output;
  };
  /** Every file below a folder, as one text. */
  const textsIn = (folder: string) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
      .join("\n");
  const send = (environment: Readonly<Record<string, string>>) => {
    const url = agents()["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "";
    return exportAs({ protocol: "http/protobuf", url, environment }, sdkSpans("agent", 1));
  };

  test("comes up, and its token is in the agents' file alone, for the owner only", async () => {
    const output = await up();
    expect(output).toContain("OTEL_EXPORTER_OTLP_ENDPOINT=https://127.0.0.1:");
    expect(statSync(agentsFile()).mode & 0o777).toBe(0o600);
    expect(agents()["OTEL_EXPORTER_OTLP_HEADERS"]).toBe(`authorization=Bearer%20${OLD}`);
    // The history beside it holds the stack file's words, which this test writes in clear.
    const state = textsIn(join(stack.folder, "pulumi/.pulumi/stacks"));
    expect(state).toContain("process:index:Files");
    const config = textsIn(join(stack.folder, "config"));
    for (const text of [output, state, config]) expect(text).not.toContain(OLD);
  });

  test("an agent with that environment is let in, and one without is not", async () => {
    expect(await send(agents())).toMatchObject({ delivered: true });
    const withoutToken = agents();
    delete withoutToken["OTEL_EXPORTER_OTLP_HEADERS"];
    expect(await send(withoutToken)).toMatchObject({ delivered: false, code: 401 });
    expect((await send({})).delivered).toBe(false);
  });

  test("verify and the demo send as its agents do", async () => {
    const verify = await stack.run("verify");
    expect(verify.output).not.toContain("✗");
    expect(verify.code).toBe(0);
    const demo = await stack.run("demo", "--burst", "--duration", "20", "--rate", "60");
    expect(demo.output).not.toContain("Unauthorized");
    expect(demo.code).toBe(0);
  });

  test("a token is rotated without a moment in which agents are turned away", async () => {
    const withOld = agents();
    stack.configure({ secrets: { ...secrets, new: NEW }, ingest: ingest(["new", "old"]) });
    await up();
    expect(agents()["OTEL_EXPORTER_OTLP_HEADERS"]).toBe(`authorization=Bearer%20${NEW}`);
    expect(await send(withOld)).toMatchObject({ delivered: true });
    expect(await send(agents())).toMatchObject({ delivered: true });

    delete secrets["old"];
    stack.configure({ secrets: { ...secrets, new: NEW }, ingest: ingest(["new"]) });
    await up();
    expect(await send(withOld)).toMatchObject({ delivered: false, code: 401 });
    expect(await send(agents())).toMatchObject({ delivered: true });
  });

  test("a file of the agents that is gone is missed by verify, and written by the next up", async () => {
    rmSync(agentsFile());
    const { code, output } = await stack.run("verify");
    expect(code).toBe(1);
    expect(output).toContain("Fix: make up STACK=protected");
    await up();
    expect((await stack.run("verify")).code).toBe(0);
  });
});
