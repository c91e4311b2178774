import { randomInt } from "node:crypto";

/** Something that must be found nowhere: a text to send, and the part of it to search for. */
export interface Canary {
  readonly what: "prompt" | "API key" | "e-mail address";
  readonly text: string;
  /** Unique to this run and free of anything that a pattern would rewrite. */
  readonly needle: string;
}

export interface Canaries {
  readonly prompt: Canary;
  readonly apiKey: Canary;
  readonly email: Canary;
}

export function newCanaries(): Canaries {
  const [prompt, apiKey, email] = [letters(), letters(), letters()];
  return {
    prompt: {
      what: "prompt",
      text: `tell nobody that the ${prompt} heron waits at the north gate`,
      needle: prompt,
    },
    apiKey: {
      what: "API key",
      text: `sk-${apiKey}${letters()}`,
      needle: apiKey,
    },
    email: { what: "e-mail address", text: `canary.${email}@example.com`, needle: email },
  };
}

/** Where canaries show in a text: kind and surroundings, without the canary itself. */
export function survivors(canaries: Canaries, where: string, text: string): string[] {
  return Object.values(canaries).flatMap(({ what, needle }: Canary) => {
    const at = text.indexOf(needle);
    if (at < 0) return [];
    const before = text.slice(Math.max(0, at - 60), at).replaceAll(/\s+/g, " ");
    return [`${what} found in ${where}, after ${JSON.stringify(before)}`];
  });
}

function letters(): string {
  return Array.from({ length: 14 }, () => String.fromCharCode(97 + randomInt(26))).join("");
}
