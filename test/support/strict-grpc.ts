import * as grpc from "@grpc/grpc-js";
import { decodeTraces } from "./otlp-protobuf.ts";
import { freePort, LOOPBACK } from "./ports.ts";
import { type SeenSpan, spansOf } from "./spans.ts";
import { SERVER_PAIR } from "./strict-http.ts";

/** https://github.com/open-telemetry/opentelemetry-proto/blob/v1.9.0/opentelemetry/proto/collector/trace/v1/trace_service.proto */
const TRACE_SERVICE = "/opentelemetry.proto.collector.trace.v1.TraceService/Export";

export interface StrictGrpc {
  /** `host:port` */
  readonly address: string;
  readonly problems: readonly string[];
  spans(): SeenSpan[];
  stop(): void;
}

/** A gRPC destination for traces that holds clients to these headers; 4 MiB a message, gRPC's default. */
export async function startStrictGrpc(
  headers: Readonly<Record<string, string>>,
  { tls = true, port: fixed }: { readonly tls?: boolean; readonly port?: number } = {},
): Promise<StrictGrpc> {
  const problems: string[] = [];
  const spans: SeenSpan[] = [];
  const port = fixed ?? (await freePort());
  const server = new grpc.Server();
  const bytes = (value: Buffer): Buffer => value;
  server.addService(
    {
      Export: {
        path: TRACE_SERVICE,
        requestStream: false,
        responseStream: false,
        requestSerialize: bytes,
        requestDeserialize: bytes,
        responseSerialize: bytes,
        responseDeserialize: bytes,
      },
    },
    {
      Export: (
        { request, metadata }: grpc.ServerUnaryCall<Buffer, Buffer>,
        answer: grpc.sendUnaryData<Buffer>,
      ) => {
        const wrong = Object.entries(headers).find(
          ([name, value]) => metadata.get(name)[0] !== value,
        );
        if (wrong) {
          problems.push(`${wrong[0]} is ${String(metadata.get(wrong[0])[0])}`);
          answer({ code: grpc.status.UNAUTHENTICATED });
          return;
        }
        spans.push(...spansOf([decodeTraces(request)]));
        answer(null, Buffer.alloc(0));
      },
    },
  );
  const credentials = tls
    ? grpc.ServerCredentials.createSsl(null, [
        { cert_chain: SERVER_PAIR.cert, private_key: SERVER_PAIR.key },
      ])
    : grpc.ServerCredentials.createInsecure();
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`${LOOPBACK}:${port}`, credentials, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
  return {
    address: `${LOOPBACK}:${port}`,
    problems,
    spans: () => [...spans],
    stop: () => {
      server.forceShutdown();
    },
  };
}
