import type { DashboardsPlan } from "../../dashboards/plan.ts";
import { DEFAULT_ALERTS } from "./alerts-plan.ts";

export const DASHBOARDS: DashboardsPlan = {
  dialect: "victoriametrics",
  stores: {
    victoriametrics: "http://127.0.0.1:8428",
    jaeger: "http://127.0.0.1:16686",
    alertmanager: "http://127.0.0.1:9093",
  },
  alerts: DEFAULT_ALERTS,
  traces: { jaegerUrl: "http://127.0.0.1:16686" },
};

/** The parts of Grafana's classic JSON model that the tests look at. */
export interface GrafanaModel {
  readonly title: string;
  readonly editable: boolean;
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly description?: string;
    readonly datasource?: { readonly uid: string };
    readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
    readonly gridPos: { readonly x: number; readonly w: number };
    readonly targets?: readonly { readonly expr: string; readonly instant?: boolean }[];
  }[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly label?: string;
      readonly query?: unknown;
      readonly refresh?: number;
      readonly definition?: string;
    }[];
  };
  readonly annotations: { readonly list: readonly { readonly expr?: string }[] };
}

export interface VmuiModel {
  readonly title: string;
  readonly rows: readonly {
    readonly title: string;
    readonly panels: readonly {
      readonly title: string;
      readonly description: string;
      readonly unit: string;
      readonly expr: readonly string[];
      readonly alias: readonly string[];
      readonly width: number;
    }[];
  }[];
}
