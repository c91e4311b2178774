import { diag, DiagLogLevel } from "@opentelemetry/api";

/**
 * Warnings and errors of the SDK, each once: dropped spans and partly refused requests show nowhere
 * else. The SDK's diagnostics are global, so only a command may ask for them.
 */
export function collectComplaints(): ReadonlySet<string> {
  const complaints = new Set<string>();
  const keep = (...said: unknown[]) => {
    complaints.add(said.map(textOf).join(" "));
  };
  const ignore = () => undefined;
  const logger = { error: keep, warn: keep, info: ignore, debug: ignore, verbose: ignore };
  diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
  return complaints;
}

function textOf(said: unknown): string {
  if (typeof said === "string") return said;
  return said instanceof Error ? said.message : JSON.stringify(said);
}
