import { IMAGE_VERSIONS, VERSIONS } from "./versions.ts";

/** An image of the table, pinned by tag. */
export interface Image {
  /** With the registry in front. */
  readonly repository: string;
  readonly tag: string;
  /** Non-root user and group that the image's files are made for, or that it can run as. */
  readonly user: number;
  /** Where the project publishes it, or says what it runs as. */
  readonly source: string;
  /** Where it is said that there is a `wget` in it: what asks the program whether it is well. */
  readonly wget?: string;
}

const VICTORIAMETRICS_BASE =
  "https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/deployment/docker/Makefile (alpine)";

/** What a workload runs, by the name of its image. Tags follow the version table. */
export const IMAGES = {
  collector: {
    repository:
      "ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-contrib",
    tag: VERSIONS.collector.released,
    user: 10001,
    source:
      "https://github.com/open-telemetry/opentelemetry-collector-releases/blob/main/distributions/otelcol-contrib/Dockerfile",
  },
  jaeger: {
    repository: "docker.io/jaegertracing/jaeger",
    tag: VERSIONS.jaeger.released,
    user: 10001,
    source: "https://github.com/jaegertracing/jaeger/blob/main/cmd/jaeger/Dockerfile",
    wget: "https://github.com/jaegertracing/jaeger/blob/main/scripts/build/docker/base/Dockerfile (alpine)",
  },
  victoriametrics: {
    repository: "docker.io/victoriametrics/victoria-metrics",
    tag: `v${VERSIONS.victoriametrics.released}`,
    user: 10001,
    source: "https://docs.victoriametrics.com/victoriametrics/quick-start/",
    wget: VICTORIAMETRICS_BASE,
  },
  ...clusterImages(),
  vmagent: {
    repository: "docker.io/victoriametrics/vmagent",
    tag: `v${VERSIONS.vmagent.released}`,
    user: 10001,
    source: "https://docs.victoriametrics.com/victoriametrics/vmagent/",
    wget: VICTORIAMETRICS_BASE,
  },
  vmalert: {
    repository: "docker.io/victoriametrics/vmalert",
    tag: `v${VERSIONS.vmalert.released}`,
    user: 10001,
    source: "https://docs.victoriametrics.com/victoriametrics/vmalert/",
    wget: VICTORIAMETRICS_BASE,
  },
  alertmanager: {
    repository: "docker.io/prom/alertmanager",
    tag: `v${VERSIONS.alertmanager.released}`,
    user: 65534,
    source: "https://github.com/prometheus/alertmanager/blob/main/Dockerfile",
    wget: "https://github.com/prometheus/busybox (busybox)",
  },
  tempo: {
    repository: "docker.io/grafana/tempo",
    tag: IMAGE_VERSIONS.tempo.released,
    user: 10001,
    source: "https://github.com/grafana/tempo/blob/v3.0.3/cmd/tempo/Dockerfile",
  },
  grafana: {
    repository: "docker.io/grafana/grafana",
    tag: IMAGE_VERSIONS.grafana.released,
    user: 472,
    source: "https://grafana.com/docs/grafana/latest/setup-grafana/installation/docker/",
    wget: "https://grafana.com/docs/grafana/latest/setup-grafana/configure-docker/ (alpine)",
  },
  langfuseWeb: {
    repository: "docker.langfuse.com/langfuse/langfuse",
    tag: IMAGE_VERSIONS.langfuse.released,
    user: 1001,
    source: "https://github.com/langfuse/langfuse/blob/v4.16.0/web/Dockerfile",
    wget: "https://github.com/langfuse/langfuse/blob/v4.16.0/web/Dockerfile (alpine)",
  },
  langfuseWorker: {
    repository: "docker.langfuse.com/langfuse/langfuse-worker",
    tag: IMAGE_VERSIONS.langfuse.released,
    user: 1001,
    source: "https://github.com/langfuse/langfuse/blob/v4.16.0/worker/Dockerfile",
    wget: "https://github.com/langfuse/langfuse/blob/v4.16.0/worker/Dockerfile (alpine)",
  },
  postgres: {
    repository: "docker.io/library/postgres",
    tag: IMAGE_VERSIONS.postgres.released,
    user: 999,
    source: "https://github.com/docker-library/postgres/blob/master/17/bookworm/Dockerfile",
  },
  clickhouse: {
    repository: "docker.io/clickhouse/clickhouse-server",
    tag: IMAGE_VERSIONS.clickhouse.released,
    user: 101,
    source: "https://github.com/ClickHouse/ClickHouse/blob/master/docker/server/Dockerfile.ubuntu",
    wget: "https://github.com/ClickHouse/ClickHouse/blob/master/docker/server/Dockerfile.ubuntu",
  },
  valkey: {
    repository: "docker.io/valkey/valkey",
    tag: IMAGE_VERSIONS.valkey.released,
    user: 999,
    source: "https://github.com/valkey-io/valkey-container/blob/mainline/8.1/debian/Dockerfile",
  },
  seaweedfs: {
    repository: "docker.io/chrislusf/seaweedfs",
    tag: IMAGE_VERSIONS.seaweedfs.released,
    user: 1000,
    source: "https://github.com/seaweedfs/seaweedfs/blob/master/docker/Dockerfile.go_build",
    wget: "https://github.com/seaweedfs/seaweedfs/blob/master/docker/Dockerfile.go_build (alpine)",
  },
  /** Of helpers, which put files into volumes and ask whether others are well. */
  busybox: {
    repository: "docker.io/library/busybox",
    tag: IMAGE_VERSIONS.busybox.released,
    user: 65534,
    source: "https://github.com/docker-library/docs/blob/master/busybox/README.md",
    wget: "https://github.com/docker-library/docs/blob/master/busybox/README.md",
  },
} as const satisfies Record<string, Image>;

export type ImageName = keyof typeof IMAGES;

/** https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#binaries */
function clusterImages() {
  const part = <P extends string>(name: P) => ({
    repository: `docker.io/victoriametrics/${name}` as const,
    tag: `v${IMAGE_VERSIONS.victoriametricsCluster.released}` as const,
    user: 10001,
    source: "https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#binaries",
    wget: VICTORIAMETRICS_BASE,
  });
  return { vmstorage: part("vmstorage"), vminsert: part("vminsert"), vmselect: part("vmselect") };
}
