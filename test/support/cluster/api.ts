import { AsyncLocalStorage } from "node:async_hooks";
import {
  ApiException,
  createConfiguration,
  HttpMethod,
  type KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  ServerConfiguration,
} from "@kubernetes/client-node";
import { z } from "zod";

interface Header {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
}
/** Any object that is sent to the API server, as it is written in a manifest: of any type, or literal. */
export type Manifest = Header | (Header & Readonly<Record<string, unknown>>);

/** What is read of whatever the server answers with. */
const Stored = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    resourceVersion: z.string().optional(),
    generation: z.number().optional(),
  }),
});
export type Stored = z.infer<typeof Stored>;

/** What became of one object: exactly one of `stored` and `refused` is there. */
export interface Outcome {
  /** `Deployment demo/web` */
  readonly object: string;
  /** As the server would keep it, or keeps it. */
  readonly stored?: Stored;
  /** The server's own words. */
  readonly refused?: string;
  /** https://kubernetes.io/blog/2020/09/03/warnings/ */
  readonly warnings: readonly string[];
}

interface Call {
  readonly body: string;
  readonly warnings: string[];
}

const FIELD_MANAGER = "agentobs-tests";
const Status = z.object({ message: z.string() });

/** Talks to a cluster about objects of any kind. */
export class ObjectApi {
  readonly #calls = new AsyncLocalStorage<Call>();
  readonly #client: KubernetesObjectApi;

  constructor(config: KubeConfig) {
    const { server } = config.getCurrentCluster() ?? {};
    if (server === undefined) throw new Error("the kubeconfig names no cluster");
    this.#client = new KubernetesObjectApi(
      createConfiguration({
        baseServer: new ServerConfiguration(server, {}),
        authMethods: { default: config },
        promiseMiddleware: [
          {
            pre: (request) => {
              const call = this.#calls.getStore();
              if (!call || request.getHttpMethod() !== HttpMethod.PATCH)
                return Promise.resolve(request);
              request.setQueryParam("fieldValidation", "Strict");
              // The client leaves out what it does not know, and that is what a check must find.
              request.setBody(call.body);
              return Promise.resolve(request);
            },
            post: (response) => {
              this.#calls.getStore()?.warnings.push(...warningsIn(response.headers["warning"]));
              return Promise.resolve(response);
            },
          },
        ],
      }),
    );
  }

  /**
   * Applies one object on the server's side, strictly: an unknown or repeated field is refused.
   * https://kubernetes.io/docs/reference/using-api/server-side-apply/
   */
  async apply(manifest: Manifest, dryRun: boolean): Promise<Outcome> {
    const call: Call = { body: JSON.stringify(manifest), warnings: [] };
    const { warnings } = call;
    const object = nameOf(manifest);
    try {
      const answer = await this.#calls.run(call, () =>
        this.#client.patch(
          // It writes a namespace into the object where there is none.
          structuredClone(headerOf(manifest)),
          undefined,
          dryRun ? "All" : undefined,
          FIELD_MANAGER,
          false,
          PatchStrategy.ServerSideApply,
        ),
      );
      return { object, stored: Stored.parse(answer), warnings };
    } catch (error) {
      return { object, refused: reasonOf(error), warnings };
    }
  }

  /** Undefined when there is none. */
  async read(manifest: Manifest): Promise<Stored | undefined> {
    try {
      return Stored.parse(await this.#client.read(structuredClone(headerOf(manifest))));
    } catch (error) {
      if (error instanceof ApiException && error.code === 404) return undefined;
      throw new Error(`${nameOf(manifest)}: ${reasonOf(error)}`, { cause: error });
    }
  }
}

/** `Deployment demo/web` */
export function nameOf({ kind, metadata: { namespace, name } = {} }: Manifest): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name ?? "without a name"}`;
}

/** The server's own words where it gave any. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof ApiException))
    return error instanceof Error ? error.message : String(error);
  const body: unknown = error.body;
  const status = Status.safeParse(typeof body === "string" ? parsed(body) : body);
  return status.success ? status.data.message : `${error.code} ${String(body)}`;
}

function headerOf({ apiVersion, kind, metadata: { name, namespace } = {} }: Manifest) {
  return {
    apiVersion,
    kind,
    metadata: { name: name ?? "", ...(namespace === undefined ? {} : { namespace }) },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** From `299 - "first", 299 - "second"`: https://www.rfc-editor.org/rfc/rfc7234#section-5.5 */
function warningsIn(header = ""): string[] {
  return [...header.matchAll(/\d{3} \S+ ("(?:[^"\\]|\\.)*")/g)].map(([, quoted = '""']) =>
    quoted.slice(1, -1).replaceAll(/\\(.)/g, "$1"),
  );
}
