import { randomFillSync } from "node:crypto";
import { Agent, request } from "node:http";
import { ProtobufTraceSerializer } from "@opentelemetry/otlp-transformer";
import { agentRun, SOURCE_COUNT, SPANS_PER_RUN } from "./traffic.ts";

const RUNS_PER_REQUEST = 10;
const SPANS_PER_REQUEST = RUNS_PER_REQUEST * SPANS_PER_RUN;
/** Requests under way at once. */
const LANES = 4;
/** In one of these requests one run fails. */
const FAILING_REQUESTS = 5;
const ID_BYTES = 16;

/** A request that is encoded once; only its trace ids change from one sending to the next. */
interface Payload {
  readonly body: Buffer;
  readonly traceIds: readonly (readonly number[])[];
}

export interface Load {
  /** Sends as fast as the collector takes it; gives the number of spans. */
  readonly send: (otlpHttpPort: number, spans: number) => Promise<number>;
  readonly bytesPerSpan: number;
}

/** Requests with `contentBytes` of content in each call of a model. */
export function load(contentBytes: number): Load {
  // A lane changes its own copies only, and only between two requests.
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    Array.from({ length: SOURCE_COUNT }, (_, source) =>
      payload(source, contentBytes, (lane * SOURCE_COUNT + source) % FAILING_REQUESTS === 0),
    ),
  );
  const bytes = lanes.flat().reduce((sum, { body }) => sum + body.length, 0);
  return {
    bytesPerSpan: bytes / (LANES * SOURCE_COUNT * SPANS_PER_REQUEST),
    send: async (port, spans) => {
      const agent = new Agent({ keepAlive: true, maxSockets: LANES });
      let left = Math.ceil(spans / SPANS_PER_REQUEST);
      const sent = left * SPANS_PER_REQUEST;
      await Promise.all(
        lanes.map(async (payloads) => {
          for (let turn = 0; left > 0; turn += 1) {
            left -= 1;
            const next = payloads[turn % payloads.length];
            if (next) await post(agent, port, withNewIds(next));
          }
        }),
      );
      agent.destroy();
      return sent;
    },
  };
}

function payload(source: number, contentBytes: number, withFailure: boolean): Payload {
  const ids = Array.from({ length: RUNS_PER_REQUEST }, (_, run) =>
    `be7c4e${run.toString(16).padStart(2, "0")}`.repeat(4),
  );
  const spans = ids.flatMap((traceId, run) =>
    agentRun({ source, traceId, contentBytes, failed: withFailure && run === 0 }),
  );
  const body = Buffer.from(ProtobufTraceSerializer.serializeRequest(spans) ?? []);
  const traceIds = ids.map((id) => placesOf(body, Buffer.from(id, "hex")));
  return { body, traceIds };
}

function placesOf(body: Buffer, id: Buffer): number[] {
  const places: number[] = [];
  for (let at = body.indexOf(id); at >= 0; at = body.indexOf(id, at + ID_BYTES)) places.push(at);
  if (places.length !== SPANS_PER_RUN) throw new Error("a trace id is not where it was expected");
  return places;
}

function withNewIds({ body, traceIds }: Payload): Buffer {
  const id = Buffer.allocUnsafe(ID_BYTES);
  for (const places of traceIds) {
    randomFillSync(id);
    for (const at of places) id.copy(body, at);
  }
  return body;
}

function post(agent: Agent, port: number, body: Buffer): Promise<void> {
  const headers = { "content-type": "application/x-protobuf", "content-length": body.length };
  const options = { agent, port, host: "127.0.0.1", path: "/v1/traces", method: "POST", headers };
  return new Promise((resolve, reject) => {
    const sending = request(options, (response) => {
      response.resume();
      response.once("end", () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`the collector answered ${response.statusCode ?? 0}`));
      });
    });
    sending.once("error", reject);
    sending.end(body);
  });
}
