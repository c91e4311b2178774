import type { Maker } from "./random.ts";

/** Secrets that only what stands around them gives away. */
export const NAMED: Readonly<Record<string, Maker>> = {
  "named, plain": ({ word, pick }) => {
    const secret = word(14);
    const name = pick([
      "password",
      "Passwd",
      "API_KEY",
      "client_secret",
      "DB_PASSWORD",
      "authToken",
    ]);
    return { text: `${name}${pick(["=", ": ", " = "])}${secret}`, secret };
  },
  "named, further keys": ({ word, pick }) => {
    const secret = word(24);
    const name = pick(["auth_key", "clientKey", "ENCRYPTION_KEY", "signing-key", "master_key"]);
    return { text: `${name}=${secret}`, secret };
  },
  "token alone": ({ word, pick }) => {
    const secret = word(28);
    return {
      text: pick([`token=${secret}`, `{"token": "${secret}"}`, `TOKEN: ${secret}`]),
      secret,
    };
  },
  "named, quoted with blanks": ({ lower }) => {
    const secret = `${lower(11)} ${lower(12)} ${lower(13)}`;
    return { text: `passphrase: "${secret}"`, secret: secret.slice(-13) };
  },
  "named, JSON": ({ word, pick }) => {
    const secret = word(16);
    const name = pick(["password", "apiKey", "access_token", "secretAccessKey", "refresh_token"]);
    return { text: JSON.stringify({ user: "bob", [name]: secret }), secret };
  },
  "named, JSON within JSON": ({ word }) => {
    const secret = word(16);
    return { text: JSON.stringify({ body: JSON.stringify({ api_key: secret }) }), secret };
  },
  "named, YAML": ({ word, pick }) => {
    const secret = word(18);
    return { text: `db:\n  user: bob\n  ${pick(["password", "secret_key"])}: ${secret}\n`, secret };
  },
  "named, query string": ({ word, pick }) => {
    const secret = word(20);
    const name = pick(["access_token", "api_key", "client_secret", "password"]);
    return { text: `https://api.example/v1?q=1&${name}=${secret}&page=2`, secret };
  },
  "named, with signs": ({ word }) => {
    const secret = `${word(3)}*${word(3)}$,!${word(11)}`;
    return { text: `password=${secret}`, secret: secret.slice(-11) };
  },
  "aws secret key": ({ word }) => {
    const secret = word(40);
    return { text: `AWS_SECRET_ACCESS_KEY=${secret}`, secret };
  },
  "azure connection string": ({ word }) => {
    const secret = `${word(86)}==`;
    return {
      text: `AccountName=shop;AccountKey=${secret};EndpointSuffix=core.windows.net`,
      secret,
    };
  },
  "azure shared access": ({ word }) => {
    const secret = word(43);
    return {
      text: `https://shop.blob.core.windows.net/a?sv=2024-11-04&sr=b&sig=${secret}%3D`,
      secret,
    };
  },
  "aws signature": ({ hex }) => {
    const secret = hex(64);
    return {
      text: `https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=${secret}`,
      secret,
    };
  },
  "google service account": ({ word }) => {
    const secret = `${word(64)}\n${word(64)}`;
    const private_key = `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----\n`;
    return {
      text: JSON.stringify({ type: "service_account", private_key }),
      secret: secret.slice(-64),
    };
  },
  "bearer header": ({ base64url, pick }) => {
    const secret = base64url(36);
    return { text: `${pick(["Authorization: Bearer", "bearer", "Bearer"])} ${secret}`, secret };
  },
  "basic header": ({ word, pick }) => {
    const secret = Buffer.from(`bob-${word(4)}:${word(14)}`).toString("base64");
    return {
      text: `${pick(["Authorization: Basic", "authorization=basic", "Basic"])} ${secret}`,
      secret,
    };
  },
  "authorization header": ({ word }) => {
    const secret = word(24);
    return { text: `{"authorization":"Token ${secret}"}`, secret };
  },
  "cookie header": ({ word }) => {
    const secret = word(24);
    return { text: `Cookie: theme=dark; sid=${secret}`, secret };
  },
  "password in a URL": ({ word, pick }) => {
    const secret = word(12);
    const [scheme, user] = pick([
      ["postgres", "app"],
      ["redis", ""],
      ["https", "bob"],
      ["amqp", "mq"],
    ]);
    return { text: `${scheme}://${user}:${secret}@db.internal:5432/x`, secret };
  },
  "password with @ in a URL": ({ word }) => {
    const secret = word(10);
    return { text: `mongodb+srv://app:a@${secret}@cluster0.example/x`, secret };
  },
  "token in a URL": ({ hex }) => {
    const secret = hex(32);
    return { text: `https://${secret}@o12345.ingest.example/67890`, secret };
  },
};

const pem =
  (kind: string, dashes = "-----"): Maker =>
  ({ word }) => {
    const body = Array.from({ length: 4 }, () => word(64));
    const text = `${dashes}BEGIN ${kind}${dashes}\n${body.join("\n")}\n${dashes}END ${kind}${dashes}`;
    return { text, secret: body[3] ?? "" };
  };
export const PRIVATE_KEYS: Readonly<Record<string, Maker>> = {
  "private key": pem("PRIVATE KEY"),
  "private key, RSA": pem("RSA PRIVATE KEY"),
  "private key, EC": pem("EC PRIVATE KEY"),
  "private key, encrypted": pem("ENCRYPTED PRIVATE KEY"),
  "private key, OpenSSH": pem("OPENSSH PRIVATE KEY"),
  "private key, PGP": pem("PGP PRIVATE KEY BLOCK"),
  "private key, cut off": ({ word }) => {
    const secret = word(64);
    return { text: `-----BEGIN DSA PRIVATE KEY-----\n${secret}`, secret };
  },
};
