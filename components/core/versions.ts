/**
 * The one place where a version is pinned, each with its reason. `released` is what a download
 * brings; `built` is what the Go module proxy can build when downloads are refused.
 */
export interface Pin {
  readonly released: string;
  readonly built: string;
  /** Lowest and (exclusive) highest version accepted from PATH, where the configuration was proven. */
  readonly accepts: readonly [from: string, below: string];
  readonly why: string;
}

export const VERSIONS = {
  collector: {
    released: "0.161.0",
    built: "0.161.0",
    accepts: ["0.161.0", "0.162.0"],
    why: "component names and OTTL change between minor versions; the goldens are validated with this one",
  },
  jaeger: {
    released: "2.20.0",
    built: "2.2.0",
    accepts: ["2.2.0", "3.0.0"],
    why: "2.2 (module version 1.65.0) is the last one that builds from Go modules; its web page is not in the module",
  },
  victoriametrics: {
    released: "1.150.0",
    built: "1.150.0",
    accepts: ["1.148.0", "2.0.0"],
    why: "1.142 to 1.148 fixed leaking unit suffixes and a MetricsQL precedence bug",
  },
  vmalert: {
    released: "1.150.0",
    built: "1.150.0",
    accepts: ["1.148.0", "2.0.0"],
    why: "released together with VictoriaMetrics",
  },
  vmagent: {
    released: "1.150.0",
    built: "1.150.0",
    accepts: ["1.148.0", "2.0.0"],
    why: "released together with VictoriaMetrics; only the tests run it on a host",
  },
  vmalertTool: {
    released: "1.150.0",
    built: "1.150.0",
    accepts: ["1.148.0", "2.0.0"],
    why: "released together with VictoriaMetrics; only the tests use it",
  },
  compose: {
    released: "2.40.3",
    built: "2.40.3",
    accepts: ["2.24.0", "3.0.0"],
    why: "the newest one that talks to an engine with API 1.41; only the tests run it",
  },
  alertmanager: {
    released: "0.33.1",
    built: "0.31.0",
    accepts: ["0.27.0", "1.0.0"],
    why: "from 0.33 on the Go module lacks its built web page",
  },
  prometheus: {
    released: "3.16.0",
    built: "3.16.0",
    accepts: ["3.5.0", "4.0.0"],
    why: "the store that Grafana Cloud's metrics behave like; only the tests run it, with its OTLP receiver",
  },
  pulumi: {
    released: "3.250.0",
    built: "3.250.0",
    accepts: ["3.200.0", "4.0.0"],
    why: "the newest one that builds from its Go module, and one that npm's pulumi package fetches",
  },
  kubernetes: {
    released: "1.37.2",
    built: "1.37.2",
    accepts: ["1.37.0", "1.38.0"],
    why: "the API server that the tests apply every manifest to; make test-kubernetes VERSION=… takes another",
  },
  etcd: {
    released: "3.7.0",
    built: "3.7.0",
    accepts: ["3.6.0", "4.0.0"],
    why: "the store behind the tests' API server",
  },
  kwok: {
    released: "0.8.0",
    built: "0.8.0",
    accepts: ["0.8.0", "0.9.0"],
    why: "plays the nodes of the tests' cluster; its stages are read from the module of this version",
  },
} as const satisfies Record<string, Pin>;

/** What runs from its project's image only: the kit knows no program of it for a host. */
export const IMAGE_VERSIONS = {
  victoriametricsCluster: {
    released: "1.150.0-cluster",
    why: "the release of the single version, from its own branch: that is no Go module to build from",
  },
  grafana: {
    released: "13.2.0",
    why: "its data sources are plugins beside the program since 13; the settings were read for this one",
  },
  tempo: {
    released: "3.0.3",
    why: "blocks of version 3 can't be read by 2, and files for 2 abort its start",
  },
  langfuse: {
    released: "4.16.0",
    why: "the variables are held against its own schema of this version: test/fixtures/langfuse",
  },
  postgres: { released: "17.11", why: "Langfuse takes 15 or newer; its own compose file runs 17" },
  clickhouse: {
    released: "26.4.4.38",
    why: "Langfuse 4 takes 25.12 or newer; its own chart runs 26.4",
  },
  valkey: {
    released: "8.1.10",
    why: "Langfuse takes Redis 7 or newer; its own chart runs Valkey 8",
  },
  busybox: {
    released: "1.37.0",
    why: "the last stable release; of it only sh, cp, chmod, chown, printf, sed and wget are used",
  },
  seaweedfs: {
    released: "4.48",
    why: "what Langfuse's own chart runs: MinIO publishes no images of its community edition any more",
  },
} as const satisfies Record<string, Pick<Pin, "released" | "why">>;

/** npm brings the Pulumi CLI, and only tests have a cluster of their own. */
const NO_PROGRAMS = ["pulumi", "kubernetes", "etcd", "kwok"] as const;

/** What a workload or a test of one runs. */
export type Program = Exclude<keyof typeof VERSIONS, (typeof NO_PROGRAMS)[number]>;
export const isProgram = <N extends string>(name: N): name is N & Program =>
  name in VERSIONS && !(NO_PROGRAMS as readonly string[]).includes(name);
