import type { Problem } from "../components/core/errors.ts";
import { honeycombDestinations } from "./honeycomb-plan.ts";
import { usesStore } from "./ingest-secrets.ts";
import { pasteable, type Report } from "./keys.ts";
import { unknownSecret } from "./rules-secrets.ts";
import type { Settings } from "./settings.ts";

/** What is to stand in Honeycomb, but can't, or not safely. */
export function honeycombProblems(settings: Settings, problem: Report): Problem[] {
  const { honeycomb } = settings;
  if (!honeycomb?.manage) return [];
  return [
    ...destinations(settings, problem),
    ...key(settings, problem),
    ...address(settings, problem),
    ...webhooks(settings, problem),
  ];
}

const off = (): string => pasteable(["honeycomb", "manage"], false);

function destinations(settings: Settings, problem: Report): Problem[] {
  const found = honeycombDestinations(settings);
  if (found.length === 1) return [];
  const what =
    found.length === 0
      ? "no destination sends to Honeycomb: its triggers would have nothing to look at"
      : `${found.length} destinations send to Honeycomb, and one key sets up one environment`;
  const one = { type: "honeycomb", region: "eu", keySecret: "honeycomb-key" };
  return [
    problem(
      ["honeycomb"],
      what,
      found.length === 0 ? pasteable(["destinations"], [one]) : `${off()}, or keep one`,
    ),
  ];
}

function key(settings: Settings, problem: Report): Problem[] {
  const { honeycomb } = settings;
  if (!honeycomb) return [];
  const path = ["honeycomb", "keySecret"];
  if (usesStore(settings)) {
    const what =
      "Pulumi itself needs the key, and with kubernetes.externalSecrets it has no secrets";
    return [problem(path, what, off())];
  }
  const same = honeycombDestinations(settings).some(
    ({ keySecret }) => keySecret === honeycomb.keySecret,
  );
  if (same) {
    const what = `"${honeycomb.keySecret}" is the ingest key, which can only send data`;
    return [problem(path, what, pasteable(path))];
  }
  return unknownSecret(settings, problem, path, honeycomb.keySecret);
}

const LOOPBACK = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(?=[:/]|$)/;

/** What stands before Honeycomb takes data; only Honeycomb has the API. */
function address(settings: Settings, problem: Report): Problem[] {
  const { honeycomb } = settings;
  const path = ["honeycomb", "endpoint"];
  const [destination] = honeycombDestinations(settings);
  if (!honeycomb?.endpoint) {
    if (!destination?.endpoint) return [];
    const what = "the destination has an endpoint of its own, which says nothing about the API";
    return [problem(path, what, pasteable(path))];
  }
  if (honeycomb.endpoint.startsWith("https:") || LOOPBACK.test(honeycomb.endpoint)) return [];
  const what = "the key would travel in plain text";
  return [problem(path, what, pasteable(path, honeycomb.endpoint.replace("http:", "https:")))];
}

/** Honeycomb's servers send, not a process on this machine. */
function webhooks({ alerts }: Settings, problem: Report): Problem[] {
  return alerts.routes.flatMap(({ webhook }, index) => {
    if (!webhook || !("url" in webhook) || !LOOPBACK.test(webhook.url)) return [];
    const path = ["alerts", "routes", index, "webhook", "url"];
    const what = `Honeycomb sends the alerts, and can't reach ${webhook.url}`;
    return [problem(path, what, "an address that is reached from the internet, or another route")];
  });
}
