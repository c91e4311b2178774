import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { COMPONENTS, FOR_TESTS } from "../../components/collector/components.ts";
import { portsOf } from "../../components/core/names.ts";
import { VERSIONS } from "../../components/core/versions.ts";

const FOLDER = join(import.meta.dirname, "../../tools/otelcol");
const read = (file: string): string => readFileSync(join(FOLDER, file), "utf8");
const VERSION = VERSIONS.collector.built;

type Kind = keyof typeof COMPONENTS;
const KINDS = Object.keys(COMPONENTS) as Kind[];
const modulesOf = (kind: Kind): string[] => {
  const forTests: Partial<Record<Kind, Readonly<Record<string, string>>>> = FOR_TESTS;
  const all = [...Object.values(COMPONENTS[kind]), ...Object.values(forTests[kind] ?? {})];
  return all.map((module) => `${module} v${VERSION}`).sort();
};
const MODULES = KINDS.flatMap(modulesOf).sort();

describe("the collector that is built has the components that can be used, and no other", () => {
  const manifest = parse(read("builder.yaml")) as Record<Kind, { gomod: string }[]>;

  test.for(KINDS)("%s of the builder's manifest", (kind) => {
    expect(manifest[kind].map(({ gomod }) => gomod).sort()).toEqual(modulesOf(kind));
  });

  test("those that only tests use are marked", () => {
    const marked = [...read("builder.yaml").matchAll(/gomod: (\S+) v\S+ # tests$/gm)];
    const forTests = Object.values(FOR_TESTS).flatMap((modules) => Object.values<string>(modules));
    expect(marked.map(([, module]) => module).sort()).toEqual(forTests.sort());
  });

  test("the program's list", () => {
    const listed = [...read("components.go").matchAll(/NewFactory\(\)[.]Type\(\): "([^"]+)"/g)];
    expect(listed.map(([, module]) => module).sort()).toEqual(MODULES);
    const imported = [...read("components.go").matchAll(/^\t\w+ "(\S+)"$/gm)].map(
      ([, path]) => path,
    );
    const telemetry = "go.opentelemetry.io/collector/service/telemetry/otelconftelemetry";
    expect(imported.sort()).toEqual(
      [...MODULES.map((module) => module.split(" ")[0]), telemetry].sort(),
    );
  });

  test("the modules that it requires itself", () => {
    const direct = [...read("go.mod").matchAll(/^\t(\S+ v\S+)$/gm)].map(([, line]) => line ?? "");
    const ofComponents = direct.filter((line) =>
      /[/](?:receiver|processor|connector|exporter|extension)[/]/.test(line),
    );
    expect(ofComponents.sort()).toEqual(MODULES);
  });
});

describe("the image's recipe", () => {
  const recipe = read("Dockerfile");

  test("copies exactly the sources of the build", () => {
    const sources = readdirSync(FOLDER).filter((file) => /[.](?:go|mod|sum)$/.test(file));
    const copied = [...recipe.matchAll(/^COPY (?!--)(.+) [.][/]$/gm)].flatMap(([, files]) =>
      (files ?? "").split(" "),
    );
    expect(copied.sort()).toEqual(sources.sort());
    const allowed = [...read(".dockerignore").matchAll(/^!(.+)$/gm)].map(([, file]) => file);
    expect(allowed.sort()).toEqual(sources.sort());
  });

  test("builds with the Go version of the pins, and nothing of the machine gets in", () => {
    const go = /^go (\d+[.]\d+)/m.exec(read("go.mod"))?.[1];
    expect(recipe).toContain(`ARG GO_VERSION=${go ?? "?"}\n`);
    expect(recipe).toMatch(/CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false/);
  });

  test("runs as a user that is not root, without a shell", () => {
    const last = recipe.slice(recipe.lastIndexOf("\nFROM "));
    expect(last).toMatch(/^\nFROM gcr[.]io\/distroless\/static-\S+:nonroot\n/);
    expect(last).toMatch(/^USER [1-9][0-9]*:[1-9][0-9]*$/m);
    expect(last).not.toMatch(/^RUN /m);
  });

  test("exposes the ports that a container listens on", () => {
    const standard = Object.values(portsOf("collector"))
      .filter(({ audience }) => audience !== "itself")
      .map((port) => port.standard);
    const exposed = /^EXPOSE (.+)$/m.exec(recipe)?.[1]?.split(" ").map(Number);
    expect(exposed?.sort()).toEqual(standard.sort());
  });

  test("starts with the feature gate that the pipeline needs", () => {
    expect(recipe).toContain("--feature-gates=ottl.set.allowNil");
  });
});
