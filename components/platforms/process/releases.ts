import { type Pin, type Program, VERSIONS } from "../../core/versions.ts";
import type { System } from "./system.ts";

/** How one program is recognised, downloaded and built. */
interface Origin {
  /** File name in the cache, and what `ps` shows. */
  readonly file: string;
  /** Names it has on PATH, the first one found with an accepted version wins. */
  readonly names: readonly string[];
  /** Prints a text whose first `1.2.3` is its version. */
  readonly versionArgs: readonly string[];
  readonly release: (system: System) => Release;
  readonly source: Source;
}

/** A program with its pin; not every project publishes it for every system. */
export interface Installable {
  readonly name: string;
  readonly pin: Pin;
  readonly origin: Omit<Origin, "release"> & {
    readonly release: (system: System) => Release | undefined;
  };
}

/** A file of the project's own release and where its SHA-256 is published. */
export interface Release {
  /** A `.tar.gz`, or where there is no `member` the program itself. */
  readonly archive: string;
  /** Lines of `<sha256> <file>`, or the bare SHA-256 of this archive. */
  readonly checksums: string;
  /** Path of the program in the archive. */
  readonly member?: string;
}

/** A main package of a Go module, which pins it and all that it needs. */
export interface Source {
  /** Its folder under `tools/`, or a whole path. */
  readonly module: string;
  readonly package: string;
  /** Linker flags that set the version where the program would print none. */
  readonly ldflags: string;
  /** Build tags, which leave parts of the program out. */
  readonly tags?: string;
}

const GITHUB = "https://github.com";

/** Since 0.158.0 each archive has its checksum beside it: https://github.com/open-telemetry/opentelemetry-collector-releases/issues/1594 */
function collectorRelease(system: System): Release {
  const version = VERSIONS.collector.released;
  const base = `${GITHUB}/open-telemetry/opentelemetry-collector-releases/releases/download/v${version}`;
  const archive = `${base}/otelcol-contrib_${version}_${system.replace("-", "_")}.tar.gz`;
  return { archive, checksums: `${archive}.sha256`, member: "otelcol-contrib" };
}

/** https://github.com/jaegertracing/jaeger/blob/v2.20.0/scripts/build/package-deploy.sh */
function jaegerRelease(system: System): Release {
  const version = VERSIONS.jaeger.released;
  const base = `${GITHUB}/jaegertracing/jaeger/releases/download/v${version}`;
  const folder = `jaeger-${version}-${system}`;
  return {
    archive: `${base}/${folder}.tar.gz`,
    checksums: `${base}/jaeger-${version}.sha256sum.txt`,
    member: `${folder}/jaeger`,
  };
}

/** `release-victoria-metrics` and `release-vmutils` in https://github.com/VictoriaMetrics/VictoriaMetrics/blob/v1.150.0/Makefile */
function victoriaRelease(bundle: "victoria-metrics" | "vmutils", version: string, member: string) {
  return (system: System): Release => {
    const base = `${GITHUB}/VictoriaMetrics/VictoriaMetrics/releases/download/v${version}`;
    const name = `${base}/${bundle}-${system}-v${version}`;
    return { archive: `${name}.tar.gz`, checksums: `${name}_checksums.txt`, member };
  };
}

/** https://prometheus.io/download/ */
const prometheusRelease =
  (name: "alertmanager" | "prometheus") =>
  (system: System): Release => {
    const version = VERSIONS[name].released;
    const base = `${GITHUB}/prometheus/${name}/releases/download/v${version}`;
    const folder = `${name}-${version}.${system}`;
    return {
      archive: `${base}/${folder}.tar.gz`,
      checksums: `${base}/sha256sums.txt`,
      member: `${folder}/${name}`,
    };
  };

/** https://github.com/docker/compose/releases */
function composeRelease(system: System): Release {
  const base = `${GITHUB}/docker/compose/releases/download/v${VERSIONS.compose.released}`;
  const name = system.replace("amd64", "x86_64").replace("arm64", "aarch64");
  const archive = `${base}/docker-compose-${name}`;
  return { archive, checksums: `${archive}.sha256` };
}

function victoriaSource(app: string, version: string): Source {
  const root = "github.com/VictoriaMetrics/VictoriaMetrics";
  return {
    module: "victoriametrics",
    package: `${root}/app/${app}`,
    ldflags: `-X ${root}/lib/buildinfo.Version=${app}-tags-v${version}`,
  };
}

export const ORIGINS: Readonly<Record<Program, Origin>> = {
  collector: {
    file: "otelcol",
    names: ["otelcol-agentobs", "otelcol-contrib"],
    versionArgs: ["--version"],
    release: collectorRelease,
    source: { module: "otelcol", package: ".", ldflags: "" },
  },
  jaeger: {
    file: "jaeger",
    names: ["jaeger"],
    versionArgs: ["version"],
    release: jaegerRelease,
    source: {
      module: "jaeger",
      package: "github.com/jaegertracing/jaeger/cmd/jaeger",
      ldflags: `-X github.com/jaegertracing/jaeger/pkg/version.latestVersion=v${VERSIONS.jaeger.built}`,
    },
  },
  victoriametrics: {
    file: "victoria-metrics",
    names: ["victoria-metrics", "victoria-metrics-prod"],
    versionArgs: ["--version"],
    release: victoriaRelease(
      "victoria-metrics",
      VERSIONS.victoriametrics.released,
      "victoria-metrics-prod",
    ),
    source: victoriaSource("victoria-metrics", VERSIONS.victoriametrics.built),
  },
  vmalert: {
    file: "vmalert",
    names: ["vmalert", "vmalert-prod"],
    versionArgs: ["--version"],
    release: victoriaRelease("vmutils", VERSIONS.vmalert.released, "vmalert-prod"),
    source: victoriaSource("vmalert", VERSIONS.vmalert.built),
  },
  vmagent: {
    file: "vmagent",
    names: ["vmagent", "vmagent-prod"],
    versionArgs: ["--version"],
    release: victoriaRelease("vmutils", VERSIONS.vmagent.released, "vmagent-prod"),
    source: victoriaSource("vmagent", VERSIONS.vmagent.built),
  },
  vmalertTool: {
    file: "vmalert-tool",
    names: ["vmalert-tool", "vmalert-tool-prod"],
    versionArgs: ["--version"],
    release: victoriaRelease("vmutils", VERSIONS.vmalertTool.released, "vmalert-tool-prod"),
    source: victoriaSource("vmalert-tool", VERSIONS.vmalertTool.built),
  },
  compose: {
    file: "docker-compose",
    names: ["docker-compose"],
    versionArgs: ["version"],
    release: composeRelease,
    source: {
      module: "compose",
      package: "github.com/docker/compose/v2/cmd",
      ldflags: `-X github.com/docker/compose/v2/internal.Version=v${VERSIONS.compose.built}`,
    },
  },
  alertmanager: {
    file: "alertmanager",
    names: ["alertmanager"],
    versionArgs: ["--version"],
    release: prometheusRelease("alertmanager"),
    source: {
      module: "alertmanager",
      package: "github.com/prometheus/alertmanager/cmd/alertmanager",
      ldflags: `-X github.com/prometheus/common/version.Version=${VERSIONS.alertmanager.built}`,
    },
  },
  prometheus: {
    file: "prometheus",
    names: ["prometheus"],
    versionArgs: ["--version"],
    release: prometheusRelease("prometheus"),
    source: {
      module: "prometheus",
      package: "github.com/prometheus/prometheus/cmd/prometheus",
      ldflags: `-X github.com/prometheus/common/version.Version=${VERSIONS.prometheus.built}`,
      // It finds nothing by itself here: without the clients of every cloud it builds in a third of the time.
      tags: "remove_all_sd",
    },
  },
};
