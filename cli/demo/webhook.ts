import { createServer, type Server } from "node:http";
import { z } from "zod";
import type { AlertRoute } from "../../components/alertmanager/plan.ts";

/** What is read of a notification: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const Notification = z.object({
  alerts: z.array(
    z.object({
      status: z.enum(["firing", "resolved"]),
      labels: z.record(z.string(), z.string()),
      annotations: z.record(z.string(), z.string()),
    }),
  ),
});

export interface Webhook {
  readonly url: string;
  /** Names of the alerts that have fired so far. */
  readonly fired: ReadonlySet<string>;
  close(): void;
}

/**
 * Listens at the first route that leads to this machine, as somebody's pager would, and hands each
 * alert over as a line. Undefined when no route does, or another program listens there already.
 */
export async function listenForAlerts(
  routes: readonly AlertRoute[],
  onLine: (line: string) => void,
): Promise<Webhook | undefined> {
  const url = routes
    .map(({ receiver: { webhook } }) => (webhook && "url" in webhook ? webhook.url : ""))
    .find(isLocal);
  if (!url) return undefined;
  const fired = new Set<string>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const notification = Notification.safeParse(jsonOf(body));
      response.statusCode = notification.success ? 200 : 400;
      response.end();
      for (const { status, labels, annotations } of notification.data?.alerts ?? []) {
        const name = labels["alertname"] ?? "an alert";
        if (status === "firing") fired.add(name);
        const word = status === "firing" ? "FIRING " : "cleared";
        onLine(`${word} ${name}: ${annotations["summary"] ?? ""}`);
      }
    });
  });
  const isOpen = await opened(server, Number(new URL(url).port));
  return isOpen ? { url, fired, close: () => void server.close() } : undefined;
}

function isLocal(url: string): boolean {
  return /^http:\/\/127\.0\.0\.1:\d+/.test(url);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function opened(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once("error", () => {
      resolve(false);
    });
    server.listen(port, "127.0.0.1", () => {
      resolve(true);
    });
  });
}
