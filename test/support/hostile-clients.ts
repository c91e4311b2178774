import { connect as connectHttp2 } from "node:http2";
import { connect, type Socket } from "node:net";
import { randomBytes } from "node:crypto";

/** A client that means no good, or has lost its way. */
export interface HostileClient {
  /** Seconds until the other side closed the connection. */
  readonly closed: Promise<number>;
  end(): void;
}

/** Connects, does what `act` says and waits. */
function hostile(
  address: string,
  act: (socket: Socket) => (() => void) | undefined,
): HostileClient {
  const started = performance.now();
  const [host = "", port] = address.split(":");
  const socket = connect({ host, port: Number(port) });
  let stop: (() => void) | undefined;
  socket.once("connect", () => (stop = act(socket)));
  socket.on("error", () => undefined);
  // Reads, or the end of the other side would never be seen.
  socket.resume();
  const closed = new Promise<number>((resolve) => {
    socket.once("close", () => {
      stop?.();
      resolve((performance.now() - started) / 1000);
    });
  });
  return { closed, end: () => socket.destroy() };
}

/** Says nothing at all. */
export const silent = (address: string) => hostile(address, () => undefined);

/** Sends bytes that no protocol knows. */
export const garbage = (address: string, bytes = 4096) =>
  hostile(address, (socket) => {
    socket.write(randomBytes(bytes));
    return undefined;
  });

/** Sends a request byte by byte, for ever: a header that never ends, or a body that never comes. */
export const slowLoris = (address: string, part: "header" | "body") =>
  hostile(address, (socket) => {
    const head = "POST /v1/traces HTTP/1.1\r\nHost: collector\r\n";
    const body = "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\n";
    socket.write(part === "header" ? head : head + body);
    const timer = setInterval(() => socket.write(part === "header" ? "X-A: b\r\n" : "x"), 200);
    return () => {
      clearInterval(timer);
    };
  });

/** Speaks HTTP/2 well, and then no more: with a request of which half is missing, or without one. */
export function stalledGrpc(
  address: string,
  request: "half a request" | "no request",
): HostileClient {
  const started = performance.now();
  const session = connectHttp2(`http://${address}`);
  session.on("error", () => undefined);
  if (request === "half a request") {
    const stream = session.request({
      ":method": "POST",
      ":path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
      "content-type": "application/grpc",
      te: "trailers",
    });
    stream.on("error", () => undefined);
    // Not compressed, 100,000 bytes, of which three come.
    stream.write(Buffer.from([0, 0, 1, 0x86, 0xa0, 1, 2, 3]));
  }
  const closed = new Promise<number>((resolve) => {
    session.once("close", () => {
      resolve((performance.now() - started) / 1000);
    });
  });
  return {
    closed,
    end: () => {
      session.destroy();
    },
  };
}
