import protobuf from "protobufjs";
import { type Answer, type Asked, startStrict } from "../strict-http.ts";
import { type Faults, faultOf, isLate } from "./faults.ts";
import type { Sample } from "./samples.ts";
import { unsnappy } from "./snappy.ts";

/** A selector with at most one matcher, over a range: all that verify asks for. */
const RANGE = /^(\w*)(?:\{(\w+)="([^"]*)"\})?\[(\d+)s\]$/;
const OWN = '{__name__=~"(agent|gen_ai)_.+"}';

const bad = (error: string): Answer => ({
  status: 400,
  body: { status: "error", errorType: "bad_data", error },
});
const good = (data: unknown): Answer => ({ status: 200, body: { status: "success", data } });

/** https://prometheus.io/docs/prometheus/latest/querying/api/ */
export function askPrometheus(
  { method, path, query }: Pick<Asked, "method" | "path" | "query">,
  samples: readonly Sample[],
  faults: Faults,
): Answer | undefined {
  if (path !== "/api/v1/query" && path !== "/api/v1/series") return undefined;
  if (method !== "GET") return { status: 405 };
  const stored = isLate(faults) ? [] : samples;
  return path === "/api/v1/query" ? instant(query, stored) : series(query, stored);
}

function instant(query: URLSearchParams, samples: readonly Sample[]): Answer {
  const unknown = [...query.keys()].filter((key) => !["query", "time", "timeout"].includes(key));
  if (unknown.length > 0) return bad(`unknown parameter ${unknown.join()}`);
  const match = RANGE.exec(query.get("query") ?? "");
  if (!match) return bad(`cannot parse ${query.get("query") ?? "nothing"}`);
  const [, name = "", label = "", value = "", seconds] = match;
  if (name === "" && label === "") return bad("match[] must contain a matcher that is not empty");
  const since = Date.now() - Number(seconds) * 1000;
  const found = samples.filter(
    ({ labels, millis }) =>
      millis > since &&
      (name === "" || labels["__name__"] === name) &&
      (label === "" || labels[label] === value),
  );
  const result = [...grouped(found).values()].map((own) => ({
    metric: own[0]?.labels ?? {},
    values: own.map(({ millis, value: number }) => [millis / 1000, String(number)]),
  }));
  return good({ resultType: "matrix", result });
}

function series(query: URLSearchParams, samples: readonly Sample[]): Answer {
  const [match, ...more] = query.getAll("match[]");
  if (match === undefined) return bad("no match[] parameter provided");
  if (match !== OWN || more.length > 0) return bad(`cannot parse ${match}`);
  const [start, end] = [Number(query.get("start")), Number(query.get("end"))];
  if (!(start > 0 && end >= start)) return bad('invalid parameter "end"');
  const found = samples.filter(
    ({ labels, millis }) =>
      /^(agent|gen_ai)_.+$/.test(labels["__name__"] ?? "") &&
      millis >= start * 1000 &&
      millis <= end * 1000,
  );
  return good([...grouped(found).values()].map((own) => own[0]?.labels));
}

function grouped(samples: readonly Sample[]): Map<string, Sample[]> {
  const groups = new Map<string, Sample[]>();
  for (const sample of [...samples].sort((a, b) => a.millis - b.millis)) {
    const key = JSON.stringify(Object.entries(sample.labels).sort());
    const group = groups.get(key) ?? [];
    // The same time twice is one sample.
    if (group.at(-1)?.millis !== sample.millis) group.push(sample);
    groups.set(key, group);
  }
  return groups;
}

/** https://prometheus.io/docs/specs/prw/remote_write_spec/ (version 1.0) */
const { root } = protobuf.parse(`
syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
`);
const WRITE = root.lookupType("WriteRequest");

interface Written {
  readonly timeseries: readonly {
    readonly labels: readonly { readonly name: string; readonly value: string }[];
    readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
  }[];
}

function written(body: Buffer): Sample[] {
  const { timeseries } = WRITE.toObject(WRITE.decode(unsnappy(body)), {
    longs: Number,
    defaults: true,
  }) as Written;
  return timeseries.flatMap(({ labels, samples }) =>
    samples
      // Not a number is the mark of a series that ended, and no sample.
      .filter(({ value }) => !Number.isNaN(value))
      .map(({ value, timestamp }) => ({
        labels: Object.fromEntries(labels.map(({ name, value: text }) => [name, text])),
        millis: timestamp,
        value,
      })),
  );
}

export interface PrometheusServer {
  readonly url: string;
  readonly problems: readonly string[];
  stop(): Promise<void>;
}

/** Takes remote write, and answers what it took. */
export async function startPrometheus(basic: string, faults: Faults): Promise<PrometheusServer> {
  const samples: Sample[] = [];
  const problems: string[] = [];
  const authorization = `Basic ${Buffer.from(basic).toString("base64")}`;
  const write = ({ method, headers, body }: Asked): Answer => {
    const wrong = {
      "content-encoding": "snappy",
      "content-type": "application/x-protobuf",
      "x-prometheus-remote-write-version": "0.1.0",
    };
    for (const [name, value] of Object.entries(wrong))
      if (headers[name] !== value || method !== "POST") {
        problems.push(`${name} is ${String(headers[name])}`);
        return { status: 400 };
      }
    samples.push(...written(body));
    return { status: 204 };
  };
  const server = await startStrict(
    { takes: {}, encoding: "identity" },
    {
      asked: (question) => {
        if (question.headers.authorization !== authorization) return { status: 401, body: "" };
        if (question.path === "/api/v1/write") return write(question);
        // By its name here, which is all that remote write tells.
        const lost = faults.lostMetric;
        const stored = samples.filter(
          ({ labels }) => lost === undefined || !labels["__name__"]?.startsWith(lost),
        );
        const tooMany = { status: 429, headers: { "retry-after": "1" }, body: "slow down" };
        return faultOf(faults, tooMany) ?? askPrometheus(question, stored, faults);
      },
    },
  );
  return { url: server.url, problems, stop: () => server.stop() };
}
