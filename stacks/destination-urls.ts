/** Without a trailing slash. */
export const bare = (url: string): string => url.replace(/\/+$/, "");

/** Where `make verify` asks a destination elsewhere; nothing where nobody knows. */
export const asked = (url: string | undefined) =>
  url === undefined ? {} : { queryUrl: bare(url) };

/** One address for both, unless it is that of a cluster's part that takes samples in. */
export const singleNode = (endpoint: string | undefined): string | undefined =>
  endpoint?.includes("/insert/") ? undefined : endpoint;

const WRITTEN = /\/api\/v1\/write\/*$/;
/** Prometheus answers at the address below which it is written to. */
export const writtenBelow = (endpoint: string | undefined): string | undefined =>
  endpoint !== undefined && WRITTEN.test(endpoint) ? endpoint.replace(WRITTEN, "") : undefined;
