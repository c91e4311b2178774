import type { Problem } from "../components/core/errors.ts";
import { portsOf, type WorkloadName } from "../components/core/names.ts";
import { hostPorts } from "./addresses.ts";
import { isBeyondLoopback } from "./docker-plan.ts";
import { PAGES } from "../components/platforms/kubernetes/exposure-plan.ts";
import { pasteable, type Report } from "./keys.ts";
import { langfusePlan } from "./langfuse.ts";
import type { Settings } from "./settings.ts";

/** What must not be open on the engine's host, or can't be as it is set. */
export function dockerProblems(settings: Settings, problem: Report): Problem[] {
  if (settings.platform !== "docker") return [];
  return [
    ...withoutSsh(settings, problem),
    ...openToSenders(settings, problem),
    ...openPages(settings, problem),
    ...langfuseElsewhere(settings, problem),
  ];
}

function withoutSsh({ docker: { host, sshOptions } }: Settings, problem: Report): Problem[] {
  if (sshOptions.length === 0 || host?.startsWith("ssh://")) return [];
  const what = "options of ssh, and the engine is not reached by it";
  return [problem(["docker", "sshOptions"], what, pasteable(["docker", "host"]))];
}

function openToSenders({ docker: { agents }, ingest }: Settings, problem: Report): Problem[] {
  if (!isBeyondLoopback(agents.address) || ingest.auth || ingest.clientCertificates) return [];
  const what = `whoever reaches ${agents.address} could send: the collector asks nobody who they are`;
  // The kit makes both.
  const fix = pasteable(["ingest"], { tls: {}, auth: { bearer: {} } });
  return [problem(["docker", "agents", "address"], what, fix)];
}

/** Ports for people by themselves, such as a query API, have no login either. */
const asksForLogin = (workload: WorkloadName): boolean =>
  workload in PAGES && PAGES[workload as keyof typeof PAGES].login;

function openPages(settings: Settings, problem: Report): Problem[] {
  const { address, withoutLogin } = settings.docker.operators;
  if (!isBeyondLoopback(address) || withoutLogin !== undefined) return [];
  const open = hostPorts(settings).filter(
    ({ workload, port }) =>
      portsOf(workload)[port]?.audience === "operators" && !asksForLogin(workload),
  );
  const names = [...new Set(open.map(({ workload }) => workload))];
  if (names.length === 0) return [];
  const what = `${names.join(", ")} ask nobody who they are, so everybody who reaches ${address} reads all, and may change it`;
  const value = { address, withoutLogin: "behind the company's VPN" };
  return [problem(["docker", "operators"], what, pasteable(["docker", "operators"], value))];
}

/** Langfuse signs people in under its own address only. */
function langfuseElsewhere(settings: Settings, problem: Report): Problem[] {
  const plan = langfusePlan(settings);
  const web = hostPorts(settings).find(({ instance }) => instance === "langfuse-web");
  if (!plan || !web) return [];
  const { hostname, port } = new URL(plan.url);
  const isHere = ["localhost", "127.0.0.1"].includes(hostname);
  if (!isHere || Number(port || 80) === web.number) return [];
  const what = `browsers reach it at port ${web.number}, and nobody could sign in there`;
  const fix = pasteable(["langfuse", "url"], `http://localhost:${web.number}`);
  return [problem(["langfuse", "url"], what, fix)];
}
