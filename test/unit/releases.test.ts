import { describe, expect, test } from "vitest";
import { type Program, VERSIONS } from "../../components/core/versions.ts";
import { publishedSha256 } from "../../components/platforms/process/download.ts";
import { compareVersions } from "../../components/platforms/process/on-path.ts";
import { ORIGINS } from "../../components/platforms/process/releases.ts";
import { SYSTEMS } from "../../components/platforms/process/system.ts";

const PROGRAMS = Object.keys(ORIGINS) as Program[];

test("the addresses of every release on Linux are the published ones", () => {
  const urls = PROGRAMS.map((program) => ORIGINS[program].release("linux-amd64"));
  expect(urls).toMatchInlineSnapshot(`
    [
      {
        "archive": "https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.161.0/otelcol-contrib_0.161.0_linux_amd64.tar.gz",
        "checksums": "https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.161.0/otelcol-contrib_0.161.0_linux_amd64.tar.gz.sha256",
        "member": "otelcol-contrib",
      },
      {
        "archive": "https://github.com/jaegertracing/jaeger/releases/download/v2.20.0/jaeger-2.20.0-linux-amd64.tar.gz",
        "checksums": "https://github.com/jaegertracing/jaeger/releases/download/v2.20.0/jaeger-2.20.0.sha256sum.txt",
        "member": "jaeger-2.20.0-linux-amd64/jaeger",
      },
      {
        "archive": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/victoria-metrics-linux-amd64-v1.150.0.tar.gz",
        "checksums": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/victoria-metrics-linux-amd64-v1.150.0_checksums.txt",
        "member": "victoria-metrics-prod",
      },
      {
        "archive": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0.tar.gz",
        "checksums": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0_checksums.txt",
        "member": "vmalert-prod",
      },
      {
        "archive": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0.tar.gz",
        "checksums": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0_checksums.txt",
        "member": "vmagent-prod",
      },
      {
        "archive": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0.tar.gz",
        "checksums": "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-linux-amd64-v1.150.0_checksums.txt",
        "member": "vmalert-tool-prod",
      },
      {
        "archive": "https://github.com/docker/compose/releases/download/v2.40.3/docker-compose-linux-x86_64",
        "checksums": "https://github.com/docker/compose/releases/download/v2.40.3/docker-compose-linux-x86_64.sha256",
      },
      {
        "archive": "https://github.com/prometheus/alertmanager/releases/download/v0.33.1/alertmanager-0.33.1.linux-amd64.tar.gz",
        "checksums": "https://github.com/prometheus/alertmanager/releases/download/v0.33.1/sha256sums.txt",
        "member": "alertmanager-0.33.1.linux-amd64/alertmanager",
      },
      {
        "archive": "https://github.com/prometheus/prometheus/releases/download/v3.16.0/prometheus-3.16.0.linux-amd64.tar.gz",
        "checksums": "https://github.com/prometheus/prometheus/releases/download/v3.16.0/sha256sums.txt",
        "member": "prometheus-3.16.0.linux-amd64/prometheus",
      },
    ]
  `);
});

test("the addresses of every release on a Mac are the published ones", () => {
  const urls = PROGRAMS.map((program) => ORIGINS[program].release("darwin-arm64").archive);
  expect(urls).toMatchInlineSnapshot(`
    [
      "https://github.com/open-telemetry/opentelemetry-collector-releases/releases/download/v0.161.0/otelcol-contrib_0.161.0_darwin_arm64.tar.gz",
      "https://github.com/jaegertracing/jaeger/releases/download/v2.20.0/jaeger-2.20.0-darwin-arm64.tar.gz",
      "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/victoria-metrics-darwin-arm64-v1.150.0.tar.gz",
      "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-darwin-arm64-v1.150.0.tar.gz",
      "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-darwin-arm64-v1.150.0.tar.gz",
      "https://github.com/VictoriaMetrics/VictoriaMetrics/releases/download/v1.150.0/vmutils-darwin-arm64-v1.150.0.tar.gz",
      "https://github.com/docker/compose/releases/download/v2.40.3/docker-compose-darwin-aarch64",
      "https://github.com/prometheus/alertmanager/releases/download/v0.33.1/alertmanager-0.33.1.darwin-arm64.tar.gz",
      "https://github.com/prometheus/prometheus/releases/download/v3.16.0/prometheus-3.16.0.darwin-arm64.tar.gz",
    ]
  `);
});

/** Some projects say it in the words of Linux. */
const NAMES: Readonly<Record<string, string>> = { amd64: "amd64|x86_64", arm64: "arm64|aarch64" };

describe.for(PROGRAMS)("%s", (program) => {
  test.for(SYSTEMS)("has a release of the pinned version for %s", (system) => {
    const { archive, checksums } = ORIGINS[program].release(system);
    const [os = "", architecture = ""] = system.split("-");
    const named = new RegExp(NAMES[architecture] ?? architecture);
    expect(archive.split("/").at(-1)).toMatch(os);
    expect(archive.split("/").at(-1)).toMatch(named);
    expect(archive).toContain(VERSIONS[program].released);
    expect(checksums).toMatch(
      /^https:\/\/github\.com\/.*([.]sha256|sha256sums?[.]txt|_checksums[.]txt)$/,
    );
  });

  test("is accepted in the versions that are installed", () => {
    const { accepts, released, built } = VERSIONS[program];
    for (const version of [released, built]) {
      expect(compareVersions(version, accepts[0])).toBeGreaterThanOrEqual(0);
      expect(compareVersions(version, accepts[1])).toBeLessThan(0);
    }
  });
});

test("versions compare by number, not by letter", () => {
  expect(compareVersions("1.9.0", "1.10.0")).toBeLessThan(0);
  expect(compareVersions("2.0.0", "1.99.99")).toBeGreaterThan(0);
  expect(compareVersions("1.2.3", "1.2.3")).toBe(0);
});

describe("a published checksum", () => {
  const sum = "ab".repeat(32);
  test("is found by the name of its file, marked as binary or not", () => {
    const text = `${"00".repeat(32)}  other.tar.gz\n${sum} *wanted.tar.gz\n`;
    expect(publishedSha256(text, "wanted.tar.gz")).toBe(sum);
    expect(publishedSha256(text.replace("*", " "), "wanted.tar.gz")).toBe(sum);
  });
  test("may stand alone in its file", () => {
    expect(publishedSha256(`${sum.toUpperCase()}\n`, "wanted.tar.gz")).toBe(sum);
  });
  test("is missing from a page that is no list of checksums", () => {
    expect(publishedSha256("<html>Sign in to the network</html>", "wanted.tar.gz")).toBeUndefined();
    expect(publishedSha256(`${sum}  wanted.tar.gz.sig`, "wanted.tar.gz")).toBeUndefined();
  });
});
