import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One alert as Alertmanager's webhook sends it. */
export interface ReceivedAlert {
  readonly name: string;
  readonly status: "firing" | "resolved";
  readonly labels: Readonly<Record<string, string>>;
  /** Milliseconds since the receiver started. */
  readonly atMs: number;
}

interface WebhookBody {
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

/**
 * A webhook receiver for Alertmanager on a free port.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export async function webhookReceiver() {
  const received: ReceivedAlert[] = [];
  const answer = { status: 200 };
  const started = performance.now();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      for (const { status, labels } of (JSON.parse(body) as WebhookBody).alerts)
        received.push({
          name: labels["alertname"] ?? "",
          status,
          labels,
          atMs: performance.now() - started,
        });
      response.statusCode = answer.status;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/alerts`,
    received,
    /** What it answers: set another status to be a receiver that refuses. */
    answer,
    /** Milliseconds since the receiver started, the clock of `atMs`. */
    now: () => performance.now() - started,
    /** First alert of this name that came with this status after `sinceMs`. */
    first: (name: string, status: ReceivedAlert["status"], sinceMs: number) =>
      received.find(
        (alert) => alert.name === name && alert.status === status && alert.atMs >= sinceMs,
      ),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
