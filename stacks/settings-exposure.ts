import { z } from "zod";
import { pageNames, PAGES } from "../components/platforms/kubernetes/exposure-plan.ts";
import { shown, withoutLogin } from "./settings-types.ts";

const name = (example: string, description: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, { error: "the name of an object" })
    .meta(shown(example, description));
const host = (example: string, description: string) =>
  z
    .string()
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/, {
      error: "a host name such as otlp.example",
    })
    .meta(shown(example, description));
const annotations = (key: string, value: string, description: string) =>
  z
    .record(z.string().min(1), z.string())
    .meta(shown({ [key]: value }, description))
    .default({});

const WithLogin = { host: host("grafana.example", "Its host name, which no other has.") };
const WithoutLogin = {
  ...WithLogin,
  withoutLogin: withoutLogin(
    "Who keeps strangers away: the page asks nobody for a name. Required.",
  ),
};

/** Nothing is exposed that is not named here. */
const Pages = z
  .strictObject(
    Object.fromEntries(
      pageNames.map((page) => {
        const keys = PAGES[page].login ? WithLogin : WithoutLogin;
        return [page, z.strictObject(keys).optional()];
      }),
    ) as Record<(typeof pageNames)[number], z.ZodOptional<z.ZodObject<typeof WithoutLogin>>>,
  )
  .meta(
    shown(
      { grafana: { host: "grafana.example" } },
      "Pages for people that are reached from outside, each with a host name of its own.",
    ),
  )
  .prefault({});

const controllerNamespace = name(
  "ingress-nginx",
  "Namespace of the pods that pass requests on: they are let in to what is exposed.",
);

/** `agentobs:kubernetes.ingress` */
export const IngressSettings = z
  .strictObject({
    className: name("nginx", "Class. Default: the cluster's default.").optional(),
    controllerNamespace,
    annotations: annotations("example.com/rate", "10", "Annotations of every Ingress."),
    tls: z
      .strictObject({
        secretName: name(
          "wildcard-tls",
          "Secret in the stack's namespace that is there already and good for every host.",
        ).optional(),
        clusterIssuer: name("letsencrypt", "cert-manager's issuer of one for each.").optional(),
      })
      .meta(shown({ clusterIssuer: "letsencrypt" }, "Certificate, in one way of the two."))
      .optional(),
    otlp: z
      .strictObject({
        host: host("otlp.example", "For agents outside, OTLP over HTTP."),
        annotations: annotations(
          "nginx.ingress.kubernetes.io/backend-protocol",
          "HTTPS",
          "How your controller speaks TLS to the collector, and checks its certificate.",
        ),
      })
      .meta(shown({ host: "otlp.example" }, "Lets agents outside of the cluster in."))
      .optional(),
    pages: Pages,
  })
  .meta(
    shown(
      { controllerNamespace: "ingress-nginx", pages: { grafana: { host: "grafana.example" } } },
      "Reaches what it names from outside, by Ingress.",
    ),
  );

/** https://gateway-api.sigs.k8s.io/api-types/httproute/#parentrefs */
const Parent = z.strictObject({
  name: name("public", "A Gateway that is there already."),
  namespace: name("gateways", "Its namespace. Default: the stack's.").optional(),
  sectionName: name(
    "https",
    "Its listener that ends TLS. Without one a route also stands at the plain listener.",
  ),
});

/** `agentobs:kubernetes.gateway` */
export const GatewaySettings = z
  .strictObject({
    parentRefs: z
      .array(Parent)
      .min(1, { error: "at least one" })
      .meta(
        shown([{ name: "public", namespace: "gateways", sectionName: "https" }], "The Gateways."),
      ),
    controllerNamespace,
    backendCa: name(
      "ingest-ca",
      "ConfigMap in the stack's namespace whose `ca.crt` signed the collector's certificate.",
    ).optional(),
    otlp: z
      .strictObject({ host: host("otlp.example", "OTLP over HTTP.") })
      .meta(shown({ host: "otlp.example" }, "Lets agents outside in over HTTP."))
      .optional(),
    otlpGrpc: z
      .strictObject({ host: host("otlp-grpc.example", "OTLP over gRPC.") })
      .meta(shown({ host: "otlp-grpc.example" }, "Lets agents outside in over gRPC."))
      .optional(),
    pages: Pages,
  })
  .meta(
    shown(
      {
        parentRefs: [{ name: "public", namespace: "gateways", sectionName: "https" }],
        controllerNamespace: "gateways",
        pages: { grafana: { host: "grafana.example" } },
      },
      "Reaches what it names from outside, by the Gateway API.",
    ),
  );
