import type { Problem } from "../components/core/errors.ts";
import { pasteable, type Report } from "./keys.ts";
import { receiverSecrets } from "./program-secrets.ts";
import { unknownSecret } from "./rules-secrets.ts";
import { flushSeconds } from "./own-metrics.ts";
import type { Settings } from "./settings.ts";

/** Sets of alert settings that can't work together. */
export function alertProblems(settings: Settings, problem: Report): Problem[] {
  return [
    ...receivers(settings, problem),
    ...secrets(settings, problem),
    ...muteTimes(settings, problem),
    ...silence(settings, problem),
    ...ownSilence(settings, problem),
    ...soonerThanSeen(settings, problem),
    ...history(settings, problem),
    ...stages(settings, problem),
    ...endings(settings, problem),
  ];
}

const RECEIVERS = ["webhook", "slack", "pagerDuty", "email"] as const;

function receivers({ alerts }: Settings, problem: Report): Problem[] {
  return alerts.routes.flatMap((route, index) => {
    const path = ["alerts", "routes", index];
    const set = RECEIVERS.filter((receiver) => route[receiver] !== undefined);
    const { username, passwordSecret } = route.email ?? {};
    if ((username === undefined) !== (passwordSecret === undefined)) {
      const at = [...path, "email"];
      return [problem(at, "a login needs both username and passwordSecret", pasteable(at))];
    }
    if (set.length === 1) return [];
    const what =
      set.length === 0
        ? `names nobody: it needs one of ${RECEIVERS.join(", ")}`
        : `names ${set.join(" and ")}: one route tells one receiver`;
    const { severities } = route;
    const fix = set.map((receiver) => ({ severities, [receiver]: route[receiver] }));
    const one = [{ severities, webhook: { urlSecret: "team-webhook" } }];
    return [problem(path, what, pasteable(["alerts", "routes"], fix.length > 0 ? fix : one))];
  });
}

function secrets(settings: Settings, problem: Report): Problem[] {
  return receiverSecrets(settings).flatMap(({ path, secret }) =>
    unknownSecret(settings, problem, [...path], secret),
  );
}

function muteTimes({ alerts }: Settings, problem: Report): Problem[] {
  const names = alerts.muteTimes.map(({ name }) => name);
  const unknown = alerts.routes.flatMap(({ mutedDuring }, index) =>
    mutedDuring
      .filter((name) => !names.includes(name))
      .map((name) => {
        const path = ["alerts", "routes", index, "mutedDuring"];
        const fix = pasteable(["alerts", "muteTimes"], [{ name, from: "22:00", until: "24:00" }]);
        return problem(path, `there is no mute time "${name}"`, fix);
      }),
  );
  const wrong = alerts.muteTimes.flatMap(({ name, from, until }, index) => {
    const path = ["alerts", "muteTimes", index];
    if (names.indexOf(name) !== index)
      return [problem(path, `"${name}" is there twice`, "give each mute time a name of its own")];
    if (from < until) return [];
    const what = `ends (${until}) before it begins (${from}): a night is two mute times, until 24:00 and from 00:00`;
    const fix = pasteable(
      ["alerts", "muteTimes"],
      [
        { name: `${name}-evening`, from, until: "24:00" },
        { name: `${name}-morning`, from: "00:00", until },
      ],
    );
    return [problem(path, what, fix)];
  });
  return [...unknown, ...wrong];
}

function silence({ alerts: { missing } }: Settings, problem: Report): Problem[] {
  const { silentSeconds, seenWithinSeconds } = missing;
  if (seenWithinSeconds > silentSeconds) return [];
  const path = ["alerts", "missing", "seenWithinSeconds"];
  const what = `${seenWithinSeconds} s is not longer than silentSeconds (${silentSeconds} s): no agent could ever be missing`;
  return [problem(path, what, pasteable(path, Math.max(86400, 2 * silentSeconds)))];
}

/** Points on the way that may be late before silence means something. */
const FLUSHES = 3;

/** An agent is seen only when metrics leave: where those are paid for by the point, once a minute. */
function soonerThanSeen(settings: Settings, problem: Report): Problem[] {
  const { agents, alerts } = settings;
  const every = flushSeconds(settings);
  const least = FLUSHES * every;
  const said: [path: PropertyKey[], seconds: number | undefined][] = [
    [["alerts", "missing", "silentSeconds"], alerts.missing.silentSeconds],
    ...agents.map(({ thresholds }, index): [PropertyKey[], number | undefined] => [
      ["agents", index, "thresholds", "silentSeconds"],
      thresholds?.silentSeconds,
    ]),
  ];
  return said.flatMap(([path, seconds]) => {
    if (seconds === undefined || seconds >= least) return [];
    const what = `${seconds} s are less than three of the ${every} s between two points: agents that work would be missing`;
    return [problem(path, what, pasteable(path, least))];
  });
}

function ownSilence({ agents, alerts: { missing } }: Settings, problem: Report): Problem[] {
  return agents.flatMap(({ name, intermittent, thresholds }, index) => {
    const own = thresholds?.silentSeconds;
    if (own === undefined) return [];
    const path = ["agents", index, "thresholds", "silentSeconds"];
    if (intermittent) {
      const what = `"${name}" is intermittent: its silence is never an alert`;
      return [problem(path, what, "remove silentSeconds, or intermittent")];
    }
    if (own < missing.seenWithinSeconds) return [];
    const what = `${own} s is not shorter than alerts.missing.seenWithinSeconds (${missing.seenWithinSeconds} s): the agent would be forgotten first`;
    return [problem(path, what, pasteable(["alerts", "missing", "seenWithinSeconds"], 2 * own))];
  });
}

function history({ alerts: { cost } }: Settings, problem: Report): Problem[] {
  const { windowSeconds, historySeconds, minimumWindows } = cost;
  if (minimumWindows * windowSeconds <= historySeconds) return [];
  const path = ["alerts", "cost", "historySeconds"];
  const what = `${historySeconds} s do not hold ${minimumWindows} windows of ${windowSeconds} s: no surge could ever be seen`;
  return [problem(path, what, pasteable(path, 7 * minimumWindows * windowSeconds))];
}

/** Of what comes nearer, the warning comes first. */
function stages({ alerts }: Settings, problem: Report): Problem[] {
  return (["disk", "expiry"] as const).flatMap((topic) => {
    const { warningDays, criticalDays } = alerts[topic];
    if (criticalDays < warningDays) return [];
    const path = ["alerts", topic, "criticalDays"];
    const what = `${criticalDays} is not less than warningDays (${warningDays}): there would be no warning`;
    const less = Math.max(1, Math.floor(warningDays / 4));
    return [
      problem(
        path,
        what,
        pasteable(["alerts", topic], { warningDays: Math.max(2, warningDays), criticalDays: less }),
      ),
    ];
  });
}

function endings({ alerts: { expiries } }: Settings, problem: Report): Problem[] {
  return expiries.flatMap(({ name }, index) => {
    if (expiries.findIndex((other) => other.name === name) === index) return [];
    const what = `"${name}" is there twice`;
    return [problem(["alerts", "expiries", index], what, "keep one of the two")];
  });
}
