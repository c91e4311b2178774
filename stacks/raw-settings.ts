const PREFIX = "agentobs:";

/**
 * The kit's settings out of Pulumi's flat configuration, keys without `agentobs:`. Pulumi hands
 * numbers, booleans and structures over as JSON text, plain strings as they are.
 */
export function rawSettings(config: Readonly<Record<string, string>>): Record<string, unknown> {
  const own = Object.entries(config).filter(([key]) => key.startsWith(PREFIX));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(PREFIX.length), decoded(value)]));
}

function decoded(text: string): unknown {
  try {
    return plain(JSON.parse(text));
  } catch {
    return text;
  }
}

/**
 * YAML takes a date without quotes for a time, and Pulumi hands it over as Go writes one:
 * https://github.com/pulumi/pulumi/blob/v3.250.0/sdk/go/common/resource/config/object.go
 */
const GO_MIDNIGHT = /^(\d{4}-\d{2}-\d{2}) 00:00:00 \+0000 UTC$/;

function plain(value: unknown): unknown {
  if (typeof value === "string") return value.replace(GO_MIDNIGHT, "$1");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
