import { generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";
import { freePort, LOOPBACK } from "./ports.ts";

/** A small OpenID Connect issuer: discovery, its keys, and tokens signed with them. */
export interface Issuer {
  readonly url: string;
  /** A signed token for this audience. */
  token(audience: string, claims?: { readonly expiresInSeconds?: number }): string;
  /** The same claims, signed with a key that is not the issuer's. */
  forged(audience: string): string;
  close(): void;
}

const KEY_ID = "test-key";
const newKey = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** https://openid.net/specs/openid-connect-discovery-1_0.html */
export async function startIssuer(): Promise<Issuer> {
  const url = `http://${LOOPBACK}:${await freePort()}`;
  const { privateKey, publicKey } = newKey();
  const documents: Readonly<Record<string, object>> = {
    "/.well-known/openid-configuration": {
      issuer: url,
      jwks_uri: `${url}/keys`,
      authorization_endpoint: `${url}/authorize`,
      token_endpoint: `${url}/token`,
      id_token_signing_alg_values_supported: ["RS256"],
    },
    "/keys": {
      keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256", use: "sig" }],
    },
  };
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ""];
    response.writeHead(document ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(document ?? {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(Number(new URL(url).port), LOOPBACK, resolve);
  });
  const signed = (key: typeof privateKey, audience: string, expiresInSeconds: number): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: url, sub: "agent", aud: audience, iat: now, exp: now + expiresInSeconds };
    const text = `${encoded({ alg: "RS256", kid: KEY_ID, typ: "JWT" })}.${encoded(claims)}`;
    return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
  };
  return {
    url,
    token: (audience, { expiresInSeconds = 300 } = {}) =>
      signed(privateKey, audience, expiresInSeconds),
    forged: (audience) => signed(newKey().privateKey, audience, 300),
    close: () => void server.close(),
  };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
