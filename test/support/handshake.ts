import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TlsOptions } from "node:tls";

/** What one side shows, and whom it trusts; PEM. */
export interface Side {
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
}

/**
 * Connects a client to a server over TLS on loopback and sends one byte.
 *
 * @param host the name that the client looks for in the certificate
 * @returns `ok`, or who refused whom and why
 */
export async function handshake(server: Side, client: Side, host: string): Promise<string> {
  // As the collector has it: who trusts an authority of clients wants to see a certificate.
  const mutual: TlsOptions = server.ca ? { requestCert: true, rejectUnauthorized: true } : {};
  const listener = createServer({ ...server, ...mutual });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const socket = connect({ ...client, host: "127.0.0.1", port, servername: host });
  try {
    return await new Promise<string>((resolve) => {
      listener.on("secureConnection", (accepted) => {
        accepted.on("error", () => undefined);
        accepted.end("!");
      });
      socket.on("data", () => {
        resolve("ok");
      });
      socket.on("error", (error: NodeJS.ErrnoException) => {
        resolve(`refused by the client: ${error.code ?? error.message}`);
      });
      // With TLS 1.3 a client learns only later that the server turned it away.
      listener.on("tlsClientError", ({ code, message }: NodeJS.ErrnoException, accepted) => {
        accepted.destroy();
        // A client that refuses tells the server so by an alert.
        if (!message.includes("alert")) resolve(`refused by the server: ${code ?? message}`);
      });
    });
  } finally {
    socket.destroy();
    listener.close();
  }
}
