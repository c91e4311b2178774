import { describe, expect, test } from "vitest";
import { failureOf } from "../../cli/pulumi-failures.ts";
import { problemText } from "../../components/core/errors.ts";

const WORKSPACE = {
  stack: { name: "prod", file: "Pulumi.prod.yaml" },
  folder: "/state/prod",
  cli: { path: "/bin/pulumi", home: "/home", source: "release", version: "3.250.0" },
} as const;
const said = (text: string, code: number | null = 255) =>
  problemText(failureOf(WORKSPACE, "up", text, code));

describe("a Pulumi command that failed", () => {
  test("for a provider that could not be downloaded says how to bring it", () => {
    const text = said(
      "error: Could not automatically download and install resource plugin 'pulumi-resource-kubernetes' at version v4.34.2, install the plugin using …",
    );
    expect(text).toContain("Pulumi's provider kubernetes 4.34.2: it is not on this machine");
    expect(text).toContain(
      "PULUMI_HOME=/home /bin/pulumi plugin install resource kubernetes v4.34.2 --file",
    );
  });

  test("for the wrong passphrase says where the right one is", () => {
    expect(said("error: incorrect passphrase")).toContain("/state/prod/passphrase");
  });

  test("for a cluster that is gone says to try again", () => {
    expect(said("error: configured Kubernetes cluster is unreachable: no route")).toContain(
      "pulumi up of stack prod: the cluster stopped answering",
    );
  });

  test("for anything else points at its own words", () => {
    expect(said("error: something", 255)).toContain("failed (exit code 255); its reasons stand");
    expect(said("", null)).toContain("none: it was killed");
  });
});
