import type { Problem } from "../../core/errors.ts";
import type { Answer, Request } from "./request.ts";

/** Permissions of a configuration key as Honeycomb's page for keys calls them, by what they are for. */
const PERMISSIONS = {
  datasets: "Create Datasets",
  columns: "Manage Queries and Columns",
  queries: "Manage Queries and Columns",
  query_annotations: "Manage Queries and Columns",
  triggers: "Manage Triggers",
  boards: "Manage Public Boards",
  recipients: "Manage Recipients",
} as const;

/** All that the kit's key needs. https://docs.honeycomb.io/configure/environments/manage-api-keys/ */
const NEEDED = [...new Set(Object.values(PERMISSIONS))].filter(
  (permission) => permission !== "Create Datasets",
);

const KEY_FIX =
  "make a configuration key of this environment in Honeycomb (Environment settings, API keys) " +
  `that may ${NEEDED.join(", ")}, and run: ` +
  "pulumi config set --secret --path 'agentobs:secrets.<agentobs:honeycomb.keySecret>' <key>";

/** Why Honeycomb said no, and what helps. Its words are shown; what was sent is not. */
export function refusal(request: Request, { status, body }: Answer): Problem {
  const where = `Honeycomb: ${request.method} ${request.path}`;
  const said = wordsOf(body);
  if (status === 401) return { where, what: `the key is not valid (${said})`, fix: KEY_FIX };
  if (status === 403)
    return { where, what: `the key may not do this (${said})`, fix: allow(request) };
  return { where, what: `HTTP ${status}: ${said}`, fix: fixOf(request, status) };
}

function allow({ path }: Request): string {
  const topic = path.split("/")[2] ?? "";
  const permission = (PERMISSIONS as Readonly<Record<string, string>>)[topic];
  return permission ? `give the key the permission "${permission}", or: ${KEY_FIX}` : KEY_FIX;
}

function fixOf({ path }: Request, status: number): string {
  if (status === 404 && !path.startsWith("/1/recipients") && !path.startsWith("/1/boards"))
    return "check the dataset's name: it must be the one that the metrics go to";
  if (path.startsWith("/1/triggers") && (status === 409 || status === 402))
    return "lower agentobs:honeycomb.maxTriggers to what the team's plan allows";
  return "mend what it names; if the kit made it so, that is a bug: report it with these lines";
}

/** https://api-docs.honeycomb.io/api/errors: text alone, or details by field. */
function wordsOf(body: unknown): string {
  if (typeof body === "string") return body.slice(0, 200);
  const {
    error,
    detail,
    type_detail: details,
  } = (body ?? {}) as {
    readonly error?: unknown;
    readonly detail?: unknown;
    readonly type_detail?: unknown;
  };
  const fields = Array.isArray(details)
    ? (details as readonly { field?: string; description?: string }[]).map(
        ({ field, description }) => [field, description].filter(Boolean).join(": "),
      )
    : [];
  const words = [error, detail, ...fields].filter((word) => typeof word === "string");
  return [...new Set(words)].join("; ") || "it gave no reason";
}

/** What `GET /1/auth` says about a key. https://api-docs.honeycomb.io/api/auth */
interface Auth {
  readonly type?: string;
  readonly api_key_access?: Readonly<Record<string, boolean>>;
  readonly environment?: { readonly slug?: string };
}

/** By which word of the answer a permission is known. */
const FLAGS = { columns: "columns", queries: "queries", triggers: "triggers", boards: "boards" };

/**
 * What keeps a key from doing all that is asked of it, known before anything is touched.
 *
 * @param recipients whether somebody is to be told
 */
export function keyProblems(auth: unknown, recipients: boolean): Problem[] {
  const { type, api_key_access: access = {}, environment } = auth as Auth;
  const where = "Honeycomb: agentobs:honeycomb.keySecret";
  if (type === "ingest")
    return [{ where, what: "this is an ingest key, which can only send data", fix: KEY_FIX }];
  if (environment?.slug === "")
    return [
      {
        where,
        what: "this is a key of Honeycomb Classic, which has no environments",
        fix: KEY_FIX,
      },
    ];
  const flags = recipients ? { ...FLAGS, recipients: "recipients" } : FLAGS;
  const missing = Object.keys(flags).filter((flag) => access[flag] !== true);
  const names = [...new Set(missing.map((flag) => PERMISSIONS[flag as keyof typeof PERMISSIONS]))];
  return names.length === 0
    ? []
    : [{ where, what: `the key may not ${names.join(", ")}`, fix: KEY_FIX }];
}
