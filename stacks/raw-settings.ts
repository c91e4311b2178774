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
    return JSON.parse(text);
  } catch {
    return text;
  }
}
