/** Where metrics are written and read: one part does both, or a cluster has one for each. */
export interface MetricsStore {
  readonly write: {
    readonly workload: "victoriametrics" | "vminsert";
    /** Where OTLP goes. */
    readonly otlpPath: string;
    /** What stands before the paths of the Prometheus API, such as `/api/v1/write`. */
    readonly path: string;
  };
  readonly read: {
    readonly workload: "victoriametrics" | "vmselect";
    /** What stands before the paths of the Prometheus API, such as `/api/v1/query`. */
    readonly path: string;
  };
}

const OTLP_PATH = "/opentelemetry/v1/metrics";

/** https://docs.victoriametrics.com/victoriametrics/integrations/opentelemetry/ */
export const SINGLE_STORE: MetricsStore = {
  write: { workload: "victoriametrics", otlpPath: OTLP_PATH, path: "" },
  read: { workload: "victoriametrics", path: "" },
};

/** The one tenant is 0. https://docs.victoriametrics.com/victoriametrics/cluster-victoriametrics/#url-format */
export const CLUSTER_STORE: MetricsStore = {
  write: {
    workload: "vminsert",
    otlpPath: `/insert/0${OTLP_PATH}`,
    path: "/insert/0/prometheus",
  },
  read: { workload: "vmselect", path: "/select/0/prometheus" },
};
