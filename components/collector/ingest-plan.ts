/** How agents reach the collector, and what they may ask of it. Secrets stand here by name. */
export interface IngestPlan {
  /** Undefined: in clear, which only loopback may be. */
  readonly tls?: IngestTls | undefined;
  /** Undefined: anybody who reaches the port may send. */
  readonly auth?: IngestAuth | undefined;
  readonly limits: IngestLimits;
}

export interface IngestTls {
  /** PEM, with the intermediates behind it. */
  readonly certificateSecret: string;
  readonly keySecret: string;
  readonly minimumVersion: "1.2" | "1.3";
  /** PEM of the authority whose certificates clients must show; undefined: they need none. */
  readonly clientCaSecret?: string | undefined;
}

export type IngestAuth =
  /** Every one of these is good: an old and a new one during a rotation. */
  | { readonly kind: "bearer"; readonly tokenSecrets: readonly string[] }
  | { readonly kind: "basic"; readonly users: readonly IngestUser[] }
  | {
      readonly kind: "oidc";
      readonly issuerUrl: string;
      readonly audience: string;
      /** PEM of the authority of the issuer's own certificate; undefined: the system's. */
      readonly caSecret?: string | undefined;
    };

export interface IngestUser {
  readonly name: string;
  readonly passwordSecret: string;
}

export interface IngestLimits {
  /** One request, unpacked. */
  readonly requestMiB: number;
  /** Until the headers of a request are read. */
  readonly headerSeconds: number;
  /** Until the whole request is read. */
  readonly requestSeconds: number;
  /** A connection without a request is closed after this. */
  readonly idleSeconds: number;
  /** A gRPC connection is asked to reconnect after this, so that new replicas get a share. */
  readonly connectionAgeSeconds: number;
  /** Requests in flight on one gRPC connection. */
  readonly requestsPerConnection: number;
}
