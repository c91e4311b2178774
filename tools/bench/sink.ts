import { createServer } from "node:http";
import { createServer as createHttp2Server } from "node:http2";

/** Large, so that no sender waits for the reader. */
const WINDOW_BYTES = 16 * 1024 * 1024;
/** A gRPC message without content: not compressed, zero bytes long. */
const EMPTY_MESSAGE = Buffer.alloc(5);

export interface DrainPorts {
  readonly grpc: number;
  readonly http: number;
}

/** Takes everything over gRPC and over HTTP, looks at nothing and answers well. */
export async function startDrain({ grpc, http }: DrainPorts): Promise<() => void> {
  const grpcServer = createHttp2Server({ settings: { initialWindowSize: WINDOW_BYTES } });
  grpcServer.on("session", (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
  });
  grpcServer.on("stream", (stream) => {
    stream.resume();
    stream.once("end", () => {
      stream.respond(
        { ":status": 200, "content-type": "application/grpc" },
        { waitForTrailers: true },
      );
      stream.once("wantTrailers", () => {
        stream.sendTrailers({ "grpc-status": "0" });
      });
      stream.end(EMPTY_MESSAGE);
    });
    stream.on("error", () => undefined);
  });
  const httpServer = createServer((request, response) => {
    request.resume();
    request.once("end", () => response.end());
  });
  await Promise.all([
    new Promise<void>((listening) => grpcServer.listen(grpc, "127.0.0.1", listening)),
    new Promise<void>((listening) => httpServer.listen(http, "127.0.0.1", listening)),
  ]);
  return () => {
    grpcServer.close();
    httpServer.close();
  };
}
