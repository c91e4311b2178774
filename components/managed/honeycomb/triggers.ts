import type { Problem } from "../../core/errors.ts";
import type { Properties } from "../../provider/properties.ts";
import { LIMITS, type Told, type Trigger } from "./api.ts";
import {
  type Ask,
  carries,
  idIn,
  type Kind,
  listIn,
  readAt,
  removeAt,
  lengthProblems,
  nameProblems,
} from "./kind.ts";
import { queryProblems } from "./query-problems.ts";

/** A trigger of a dataset, and whom it tells. */
export interface TriggerSpec extends Trigger {
  readonly dataset: string;
  readonly recipients: readonly Told[];
}

/** https://api-docs.honeycomb.io/api/triggers */
export const triggers: Kind<TriggerSpec> = {
  problems,
  identity: ({ dataset }) => dataset,
  async find(ask, spec) {
    const found = await same(ask, spec);
    return found && { id: String(found["id"]), ours: carries(found, spec.tags) };
  },
  async create(ask, spec) {
    const { dataset, ...body } = spec;
    const made = () => same(ask, spec);
    return { id: idIn(await ask({ method: "POST", path: at(dataset), body, made })) };
  },
  async update(ask, id, { dataset, ...body }) {
    await ask({ method: "PUT", path: `${at(dataset)}/${id}`, body: { id, ...body } });
    return undefined;
  },
  read: (ask, id, { dataset }) => readAt(ask, `${at(dataset)}/${id}`),
  decides: [
    ...["name", "description", "disabled", "query", "threshold", "frequency", "alert_type"],
    ...["recipients", "tags"],
  ],
  remove: (ask, id, { dataset }) => removeAt(ask, `${at(dataset)}/${id}`),
};

const at = (dataset: string): string => `/1/triggers/${encodeURIComponent(dataset)}`;

async function same(ask: Ask, { dataset, name }: TriggerSpec): Promise<Properties | undefined> {
  return listIn(await ask({ method: "GET", path: at(dataset) })).find(
    (other) => other["name"] === name,
  );
}

function problems({ name, description, frequency, threshold, query }: TriggerSpec): Problem[] {
  const where = `trigger ${name}`;
  const { min, max, step } = LIMITS.frequencySeconds;
  const found = [
    ...nameProblems(where, name, LIMITS.triggerName),
    ...lengthProblems(where, description, LIMITS.description),
    ...queryProblems(where, query),
  ];
  const wrong = (what: string, fix: string) => found.push({ where, what, fix });
  if (frequency < min || frequency > max || frequency % step !== 0)
    wrong(
      `is looked at every ${frequency} s, and Honeycomb takes multiples of ${step} from ${min} to ${max}`,
      "change agentobs:honeycomb.frequencySeconds",
    );
  if (query.time_range > LIMITS.rangePerFrequency * frequency)
    wrong(
      `looks back ${query.time_range} s every ${frequency} s, and Honeycomb takes ${LIMITS.rangePerFrequency} times as much`,
      "change agentobs:honeycomb.frequencySeconds, or the window of the rule",
    );
  if (query.time_range > LIMITS.rangeSeconds)
    wrong(`looks back over a day (${query.time_range} s)`, "shorten the window of the rule");
  if (threshold.exceeded_limit < 1 || threshold.exceeded_limit > LIMITS.exceeded)
    wrong(
      `must be crossed ${threshold.exceeded_limit} times, and Honeycomb takes 1 to ${LIMITS.exceeded}`,
      "shorten forSeconds of the rule",
    );
  return found;
}
