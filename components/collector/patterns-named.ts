import type { Pattern } from "./pattern.ts";

/** `token` needs a word before it: the conventions count tokens. */
const KEY_WORDS = [
  "api",
  "access",
  "account",
  "private",
  "sharedaccess",
  "auth",
  "client",
  "encryption",
  "signing",
  "master",
];
const TOKEN_WORDS = [
  "access",
  "refresh",
  "auth",
  "id",
  "session",
  "security",
  "bearer",
  "api",
  "bot",
];
const NAMES = [
  "passw(?:or)?[dt]",
  "passphrase",
  "secret(?:[_-]?access)?[_-]?key",
  "secret",
  ...KEY_WORDS.map((word) => `${word}[_-]?key`),
  ...TOKEN_WORDS.map((word) => `${word}[_-]?token`),
];

/** Also without its end, where a text was cut. https://www.rfc-editor.org/rfc/rfc7468 */
const PRIVATE_KEY =
  "-----?[ -]BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?[ -]-----?(?s:.*?)(?:-----?[ -]END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?[ -]-----?|$)";

/** Quotes may be escaped, once or more: JSON within JSON. */
const QUOTE = "\\\\*[\"']";
const SEPARATOR = `(?:${QUOTE})?\\s*[:=](?:>|\\\\u003e)?\\s*`;

/** An attribute with such a key is a secret, whatever its value looks like. */
export const SECRET_KEYS = `(?i:${NAMES.join("|")}|authorization|cookie)$`;

/**
 * Secrets by the name before them. A value never starts with `*`, or a mask would be found again.
 */
export const NAMED: readonly Pattern[] = [
  { name: "private key", screens: ["PRIVATE KEY"], find: PRIVATE_KEY, by: "****" },
  {
    name: "named secret",
    screens: ["passw", "passphrase", "secret", ...NAMES.slice(4)],
    anyCase: true,
    // In quotes a secret may hold blanks.
    find: `((?i:${NAMES.join("|")})(?:${SEPARATOR}|%3[Dd]))(?:((?:${QUOTE})?)${PRIVATE_KEY}|(${QUOTE})[^"'\\\\*][^"'\\\\]{3,}|[^\\s"'\\\\&;})*][^\\s"'\\\\&;})]{3,})`,
    by: "${1}${2}${3}****",
  },
  {
    name: "token without another word",
    // Not `tokens`, which are counted, nor a short number, such as the time for one.
    screens: [`token["'\\\\]{0,4}\\s{0,2}[:=](?:[^a-z0-9_.~+/-]|[a-z0-9_.~+/=-]{20})`],
    anyCase: true,
    find: `((?i:token)${SEPARATOR}(?:${QUOTE})?)[A-Za-z0-9_.~+/=-]{20,}`,
    by: "${1}****",
  },
  {
    name: "password, short name",
    screens: ["pwd"],
    anyCase: true,
    // Not a path: the shell's PWD is where it stands.
    find: `((?i:pwd)${SEPARATOR}(?:${QUOTE})?)[^\\s"'\\\\&;})*/][^\\s"'\\\\&;})]{3,}`,
    by: "${1}****",
  },
  {
    name: "authorization header",
    screens: ["authorization"],
    anyCase: true,
    find: `((?i:authorization)${SEPARATOR}(?:${QUOTE})?(?:[A-Za-z]{3,12}\\s+)?)[^\\s"'\\\\*][^\\s"'\\\\]{3,}`,
    by: "${1}****",
  },
  {
    name: "cookie header",
    screens: ["cookie"],
    anyCase: true,
    find: `((?i:cookie)${SEPARATOR}(?:${QUOTE})?)[^\\s"'\\\\*][^"'\\\\\\r\\n]{3,}`,
    by: "${1}****",
  },
];
