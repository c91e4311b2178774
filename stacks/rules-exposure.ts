import type { Problem } from "../components/core/errors.ts";
import { pageNames, PAGES } from "../components/platforms/kubernetes/exposure-plan.ts";
import { exposurePlan } from "./exposure-plan.ts";
import { pasteable, type Report } from "./keys.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** What must not be reached from outside, or can't be in this way. */
export function exposureProblems(settings: Settings, problem: Report): Problem[] {
  const { ingress, gateway } = settings.kubernetes;
  if (ingress && gateway) {
    const what = "what is exposed stands in both, kubernetes.ingress and kubernetes.gateway";
    return [problem(["kubernetes", "gateway"], what, "remove one of the two")];
  }
  const key = ingress ? "ingress" : "gateway";
  const exposure = exposurePlan(settings.kubernetes);
  if (!exposure) return [];
  const report: Report = (path, what, fix) => problem(["kubernetes", key, ...path], what, fix);
  const at = (...path: PropertyKey[]) => ["kubernetes", key, ...path];
  const problems: Problem[] = [];
  if (exposure.exposed.length === 0)
    problems.push(
      report(["pages"], "nothing is named that is to be reached", pasteable(at("pages"))),
    );
  return [
    ...problems,
    ...pageProblems(settings, key, report),
    ...otlpProblems(settings, key, report),
    ...(ingress ? tlsProblems(settings, ingress, report) : []),
    ...hostsTwice(exposure.exposed, report),
  ];
}

type Key = "ingress" | "gateway";

function pageProblems(settings: Settings, key: Key, report: Report): Problem[] {
  const pages = settings.kubernetes[key]?.pages ?? {};
  const runs = new Set<string>(runningFor(settings).map(({ workload }) => workload));
  const named = pageNames.filter((page) => pages[page]);
  return named.flatMap((page) => {
    const path = ["pages", page];
    if (!runs.has(page)) return [report(path, `this stack runs no ${page}`, `remove ${page}`)];
    const { host, withoutLogin } = pages[page] ?? {};
    if (PAGES[page].login || withoutLogin) return [];
    const what = `${page} asks nobody who they are, so everybody who reaches the host reads all, and may change it`;
    const value = { host, withoutLogin: "behind the company's VPN" };
    return [report(path, what, pasteable(["kubernetes", key, ...path], value))];
  });
}

function otlpProblems(settings: Settings, key: Key, report: Report): Problem[] {
  const { ingest, kubernetes } = settings;
  const { ingress, gateway } = kubernetes;
  const port = ingress?.otlp || gateway?.otlp ? "otlp" : gateway?.otlpGrpc ? "otlpGrpc" : undefined;
  if (port === undefined) return [];
  const problems: Problem[] = [];
  if (!ingest.auth) {
    const what = "anybody outside could send: the collector asks nobody who they are";
    problems.push(report([port], what, pasteable(["ingest", "auth"])));
  }
  if (ingest.clientCertificates) {
    const what = "certificates of agents end at the controller, and the collector turns it away";
    problems.push(report([port], what, "remove ingest.clientCertificates, or this"));
  }
  if (ingest.tls && ingress?.otlp && Object.keys(ingress.otlp.annotations).length === 0) {
    const path = ["otlp", "annotations"];
    const what = "the collector speaks TLS, and only your controller's annotations can say so";
    problems.push(report(path, what, pasteable(["kubernetes", key, ...path])));
  }
  if (ingest.tls && gateway && gateway.backendCa === undefined) {
    const what = "the collector speaks TLS, and the Gateway must know whom to trust there";
    problems.push(report(["backendCa"], what, pasteable(["kubernetes", key, "backendCa"])));
  }
  return problems;
}

function tlsProblems(
  { environment }: Settings,
  { tls, otlp }: NonNullable<Settings["kubernetes"]["ingress"]>,
  report: Report,
): Problem[] {
  const fix = () => pasteable(["kubernetes", "ingress", "tls"]);
  if (!tls) {
    if (otlp) return [report(["tls"], "without TLS everybody on the way reads credentials", fix())];
    if (environment !== "production") return [];
    return [report(["tls"], "in production nothing is reached in clear", fix())];
  }
  const ways = Object.values(tls).filter((way) => way !== undefined).length;
  if (ways === 1) return [];
  return [report(["tls"], "needs either secretName or clusterIssuer", fix())];
}

function hostsTwice(exposed: readonly { host: string }[], report: Report): Problem[] {
  const hosts = exposed.map(({ host }) => host);
  const twice = new Set(hosts.filter((host, index) => hosts.indexOf(host) !== index));
  return [...twice].map((host) =>
    report([], `two things are to be reached as ${host}`, "give each a host name of its own"),
  );
}
