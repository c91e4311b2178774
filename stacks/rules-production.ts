import type { Problem } from "../components/core/errors.ts";
import type { WorkloadName } from "../components/core/names.ts";
import { footprintsOf } from "./footprint.ts";
import { pasteable, type Report } from "./keys.ts";
import { onOneHost } from "./platform.ts";
import { isSingleReplica, type RiskName, RISKS, SINGLE_REPLICAS, singleReplica } from "./risks.ts";
import { LANGFUSE_STORES } from "./rules-langfuse.ts";
import { runningFor } from "./running.ts";
import type { Settings } from "./settings.ts";

/** Sets that work, but not safely enough for production. Content without a reason is never safe. */
export function productionProblems(settings: Settings, problem: Report): Problem[] {
  if (settings.environment !== "production") return [];
  if (onOneHost(settings)) {
    const what = "what runs on one machine has no second replica, and ends with the machine";
    return [problem(["environment"], what, pasteable(["environment"], "development"))];
  }
  const refuse: Refuse = (risk, path, what, fix) =>
    settings.acknowledge[risk] === undefined
      ? [problem(path, what, `${fix}\n  Or:  ${accept(risk)}`)]
      : [];
  return [
    ...undeclaredAgents(settings, problem),
    ...openIngest(settings, refuse),
    ...plainDestinations(settings, refuse),
    ...unprotectedData(settings, refuse),
    ...singleReplicas(settings, refuse),
  ];
}

/** A problem, unless the risk is acknowledged. */
type Refuse = (risk: RiskName, path: PropertyKey[], what: string, fix: string) => Problem[];

/** A line to paste. It is too short to be taken for a reason: somebody has to write one. */
const accept = (risk: RiskName): string => pasteable(["acknowledge", risk], "<why>");

/** Whoever is not declared keeps its name in every label, and its silence means nothing. */
function undeclaredAgents({ agents }: Settings, problem: Report): Problem[] {
  if (agents.length > 0) return [];
  const what = "production declares its agents: of others nobody knows when they are missing";
  return [problem(["agents"], what, pasteable(["agents"]))];
}

function openIngest({ ingest }: Settings, refuse: Refuse): Problem[] {
  const { tls, auth, clientCertificates } = ingest;
  return [
    ...(tls
      ? []
      : refuse(
          "ingest-without-tls",
          ["ingest", "tls"],
          "in production agents send over TLS only",
          pasteable(["ingest", "tls"]),
        )),
    ...(auth || clientCertificates
      ? []
      : refuse(
          "ingest-without-auth",
          ["ingest", "auth"],
          "in production only known agents may send",
          pasteable(["ingest", "auth"]),
        )),
  ];
}

function plainDestinations({ destinations }: Settings, refuse: Refuse): Problem[] {
  return destinations.flatMap((destination, index) => {
    const { endpoint } = destination;
    if (!endpoint?.startsWith("http://")) return [];
    const secure = endpoint.replace("http://", "https://");
    return refuse(
      "destination-without-tls",
      ["destinations", index, "endpoint"],
      `${RISKS["destination-without-tls"]} (${endpoint})`,
      pasteable(["destinations"], [{ ...destination, endpoint: secure }]),
    );
  });
}

function unprotectedData({ protectData }: Settings, refuse: Refuse): Problem[] {
  if (protectData) return [];
  const path = ["protectData"];
  return refuse("unprotected-data", path, RISKS["unprotected-data"], pasteable(path, true));
}

/** Whatever keeps data and runs once. What can run twice does so when it is asked to. */
function singleReplicas(settings: Settings, refuse: Refuse): Problem[] {
  const footprints = footprintsOf(settings);
  return runningFor(settings).flatMap(({ workload, replicas }) => {
    if (replicas > 1 || footprints[workload]?.diskGiB === undefined) return [];
    if (!isSingleReplica(workload)) throw new Error(`nobody knows what a lost ${workload} means`);
    return refuse(
      singleReplica(workload),
      ["acknowledge", singleReplica(workload)],
      `${workload} runs once: ${SINGLE_REPLICAS[workload]}`,
      INSTEAD[workload]?.() ?? "there is no second replica of it",
    );
  });
}

/** What to do other than to accept a single replica. */
const INSTEAD: Partial<Record<WorkloadName, () => string>> = {
  collector: () => pasteable(["collector", "gateways"], 2),
  sampler: () => pasteable(["collector", "samplers"], 2),
  jaeger: () => pasteable(["jaeger", "storage"]),
  victoriametrics: () => pasteable(["victoriametrics", "cluster"]),
  ...Object.fromEntries(
    LANGFUSE_STORES.map((store) => [
      `langfuse-${store}`,
      () => `say in agentobs:langfuse.${store} where there is one that doesn't run once`,
    ]),
  ),
};
