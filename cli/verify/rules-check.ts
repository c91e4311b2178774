import { ALERTS, ON_DEMAND } from "../../alerts/rule.ts";
import { type Finding, finding } from "./check.ts";
import { getText } from "./poll.ts";

const LONGEST_ERROR = 120;
/** What every stack watches, whatever its settings. */
const ALWAYS = ALERTS.filter((name) => !ON_DEMAND.some((demanded) => demanded === name));

interface Rules {
  readonly data: {
    readonly groups: readonly {
      readonly rules: readonly { readonly name: string; readonly lastError?: string }[];
    }[];
  };
}

/** All alerts are loaded and could be evaluated. https://docs.victoriametrics.com/victoriametrics/vmalert/ */
export async function rulesFinding(rulesUrl: string): Promise<Finding> {
  const { data } = JSON.parse(await getText(`${rulesUrl}/api/v1/rules`)) as Rules;
  const rules = data.groups.flatMap((group) => group.rules);
  const loaded = ALWAYS.filter((name) => rules.some((rule) => rule.name === name));
  const missing = ALWAYS.filter((name) => !loaded.includes(name));
  const errors = rules.flatMap(({ name, lastError }) =>
    lastError ? [`${name}: ${shortened(lastError)}`] : [],
  );
  const details = [...missing.map((name) => `not loaded: ${name}`), ...errors];
  const blamed = errors.length > 0 ? "vmalert → VictoriaMetrics" : undefined;
  const hop = missing.length > 0 ? "vmalert: its rules file lacks an alert" : blamed;
  return { ...finding("alert rules in vmalert", ALWAYS.length, loaded.length, details), hop };
}

interface Notifiers {
  readonly data: {
    readonly notifiers: readonly {
      readonly targets: readonly { readonly address: string; readonly lastError?: string }[];
    }[];
  };
}

/** vmalert knows an Alertmanager, its last message got there, and Alertmanager is ready. */
export async function notifierFinding(rulesUrl: string, alertmanagerUrl: string): Promise<Finding> {
  const { data } = JSON.parse(await getText(`${rulesUrl}/api/v1/notifiers`)) as Notifiers;
  const targets = data.notifiers.flatMap((notifier) => notifier.targets);
  await getText(`${alertmanagerUrl}/-/ready`);
  const details = targets.flatMap(({ address, lastError }) =>
    lastError ? [`${address}: ${lastError}`] : [],
  );
  const reached = targets.length > 0 && details.length === 0;
  const seen = reached ? "reached" : "not reached";
  const hop = reached ? undefined : "vmalert → Alertmanager";
  return { ...finding("vmalert → Alertmanager", "reached", seen, details), hop };
}

/** vmalert quotes the whole query, twice: the reason stands at the end. */
function shortened(error: string): string {
  return error.length <= LONGEST_ERROR ? error : `… ${error.slice(-LONGEST_ERROR)}`;
}
