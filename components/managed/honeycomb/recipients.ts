import type { Problem } from "../../core/errors.ts";
import type { Properties } from "../../provider/properties.ts";
import { LIMITS, type Recipient } from "./api.ts";
import { type Ask, idIn, type Kind, listIn, readAt, lengthProblems, nameProblems } from "./kind.ts";

const PATH = "/1/recipients";

/**
 * Somebody who is told. Recipients are the whole team's: one that others use too is never removed.
 * https://api-docs.honeycomb.io/api/recipients
 */
export const recipients: Kind<Recipient> = {
  problems,
  identity: ({ type }) => type,
  async find(ask, spec) {
    const found = await same(ask, spec);
    return found && { id: String(found["id"]), ours: false };
  },
  async create(ask, spec) {
    const made = () => same(ask, spec);
    return { id: idIn(await ask({ method: "POST", path: PATH, body: spec, made })) };
  },
  async update(ask, id, spec) {
    await ask({ method: "PUT", path: `${PATH}/${id}`, body: { id, ...spec } });
    return undefined;
  },
  read: (ask, id) => readAt(ask, `${PATH}/${id}`),
  decides: ["type", "details"],
  async remove(ask, id, _spec, _memory, report) {
    const accepts = [404, 409];
    const { status } = await ask({ method: "DELETE", path: `${PATH}/${id}`, accepts });
    if (status === 409) report("others use it too: left as it is");
  },
};

/** What tells one recipient of a type from another. */
const KEYS = {
  email: ["email_address"],
  slack: ["slack_channel"],
  pagerduty: ["pagerduty_integration_name"],
  webhook: ["webhook_name"],
} as const;

async function same(ask: Ask, { type, details }: Recipient): Promise<Properties | undefined> {
  const [key] = KEYS[type];
  const wanted = (details as Properties)[key];
  return listIn(await ask({ method: "GET", path: PATH })).find(
    (other) => other["type"] === type && (other["details"] as Properties)[key] === wanted,
  );
}

function problems({ type, details }: Recipient): Problem[] {
  const where = `recipient ${type}`;
  switch (type) {
    case "email":
    case "slack":
      return [];
    case "pagerduty":
      return details.pagerduty_integration_key.length === LIMITS.pagerDutyKey
        ? []
        : [
            {
              where,
              what: `its key has ${details.pagerduty_integration_key.length} characters, and a PagerDuty integration key has ${LIMITS.pagerDutyKey}`,
              fix: "set the secret of alerts.routes.pagerDuty.routingKeySecret to the service's integration key",
            },
          ];
    case "webhook":
      return [
        ...nameProblems(where, details.webhook_name, LIMITS.webhookName),
        ...lengthProblems(where, details.webhook_url, LIMITS.webhookUrl),
      ];
  }
}
