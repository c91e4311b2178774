import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { binary } from "./binaries.ts";
import { localUrl, running, stopped } from "./collector-process.ts";
import { freePort, LOOPBACK } from "./ports.ts";
import { postOtlp } from "./post-otlp.ts";

export type LabelSet = Readonly<Record<string, string>>;

/** A Prometheus of its own for one test file, which takes OTLP as managed stores do. */
export interface Prometheus {
  readonly url: string;
  /** What a destination is given as its OTLP endpoint: `/v1/metrics` follows. */
  readonly otlpUrl: string;
  /** Writes samples in the Prometheus text format, as gauges over OTLP. */
  write(lines: readonly string[]): Promise<void>;
  /** https://prometheus.io/docs/prometheus/latest/querying/api/ */
  get(path: string, parameters?: Readonly<Record<string, string>>): Promise<unknown>;
  /** The sum of an instant query's answer; undefined when it is empty. */
  sum(query: string, atSeconds?: number): Promise<number | undefined>;
  /** Every series of the last minutes that matches. */
  series(match: string): Promise<readonly LabelSet[]>;
  stop(): Promise<void>;
}

interface Options {
  /** `otlp` of its configuration: https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
  readonly otlp?: object;
  /** Rule files by name. */
  readonly rules?: Readonly<Record<string, string>>;
}

export async function startPrometheus({
  otlp = {},
  rules = {},
}: Options = {}): Promise<Prometheus> {
  const home = mkdtempSync(join(tmpdir(), "agentobs-prometheus-"));
  mkdirSync(join(home, "rules"));
  for (const [file, text] of Object.entries(rules)) writeFileSync(join(home, "rules", file), text);
  const config = join(home, "prometheus.yaml");
  writeFileSync(config, stringify({ otlp, rule_files: [join(home, "rules", "*.yaml")] }));
  const port = await freePort();
  const url = localUrl(port, "");
  const program = await running(
    binary("prometheus"),
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(home, "data")}`,
      `--web.listen-address=${LOOPBACK}:${port}`,
      "--web.enable-otlp-receiver",
      "--web.enable-remote-write-receiver",
      "--log.level=warn",
    ],
    {},
    `${url}/-/ready`,
  );
  const otlpUrl = `${url}/api/v1/otlp`;
  const get: Prometheus["get"] = async (path, parameters = {}) => {
    const response = await fetch(`${url}${path}?${new URLSearchParams(parameters).toString()}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    url,
    otlpUrl,
    get,
    write: async (lines) => {
      for (const body of gauges(lines)) {
        const { status } = await postOtlp(`${otlpUrl}/v1/metrics`, body);
        if (status !== 200) throw new Error(`Prometheus answers ${status} to samples`);
      }
    },
    sum: async (query, atSeconds) => {
      const time = atSeconds === undefined ? {} : { time: `${atSeconds}` };
      const { data } = (await get("/api/v1/query", { query, ...time })) as {
        data: { result: { value: [number, string] }[] };
      };
      const values = data.result.map(({ value }) => Number(value[1]));
      return values.length === 0 ? undefined : values.reduce((a, b) => a + b);
    },
    series: async (match) => {
      const start = `${Math.floor(Date.now() / 1000) - 600}`;
      const { data } = (await get("/api/v1/series", { "match[]": match, start })) as {
        data: LabelSet[];
      };
      return data;
    },
    stop: async () => {
      await stopped(program);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** So many lines in one request. */
const LINES = 20_000;

/** `name{label="value"} 1 1700000000000` per line → requests whose points stand in the same order. */
function* gauges(lines: readonly string[]): Generator<object> {
  for (let first = 0; first < lines.length; first += LINES) {
    const points = new Map<string, object[]>();
    for (const line of lines.slice(first, first + LINES)) {
      const [, name = "", labels = "", value = "", ms = ""] =
        /^([\w:]+)(?:\{(.*)\})? (\S+) (\d+)$/.exec(line) ?? [];
      const attributes = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, text]) => ({
        key,
        value: { stringValue: text },
      }));
      const point = { timeUnixNano: `${ms}000000`, asDouble: Number(value), attributes };
      points.set(name, [...(points.get(name) ?? []), point]);
    }
    const metrics = [...points].map(([name, dataPoints]) => ({ name, gauge: { dataPoints } }));
    yield { resourceMetrics: [{ resource: {}, scopeMetrics: [{ scope: {}, metrics }] }] };
  }
}
