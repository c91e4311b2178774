import { once } from "node:events";
import { connect } from "node:net";
import { ProblemError } from "../../components/core/errors.ts";
import { errorText } from "./exporter.ts";

const CONNECT_TIMEOUT_MILLIS = 3000;

/** Undefined when something listens at this URL, else why not. */
export async function whyUnreachable(url: string): Promise<string | undefined> {
  const { hostname, port, protocol } = new URL(url);
  const socket = connect({
    host: hostname,
    port: Number(port) || (protocol === "https:" ? 443 : 80),
    signal: AbortSignal.timeout(CONNECT_TIMEOUT_MILLIS),
  });
  try {
    await once(socket, "connect");
    return undefined;
  } catch (error) {
    return errorText(error);
  } finally {
    socket.destroy();
  }
}

/** Says that no stack runs, instead of exporting into nothing for minutes. */
export async function assertReachable(url: string): Promise<void> {
  const reason = await whyUnreachable(url);
  if (reason) throw new ProblemError(notRunning(url, reason));
}

export function notRunning(url: string, reason: string) {
  return { where: url, what: `no stack answers there (${reason})`, fix: "make up" };
}
