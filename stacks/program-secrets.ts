import { MADE_BY_STACK } from "../components/managed/grafana/plan.ts";
import { rulesInGrafana } from "./managed-grafana.ts";
import type { Settings } from "./settings.ts";

/** A secret that a setting names. */
export interface Reference {
  readonly path: readonly PropertyKey[];
  readonly secret: string;
}

/**
 * Secrets that the Pulumi program itself needs, to make things elsewhere: not even a store of the
 * cluster can hand them over.
 */
export function programSecrets(settings: Settings): Reference[] {
  const receivers = rulesInGrafana(settings) ? receiverSecrets(settings) : [];
  return [...managingTokens(settings), ...receivers];
}

/** What the program shows to make things elsewhere. */
export function managingTokens({ grafanaCloud, grafana }: Settings): Reference[] {
  const named = [
    {
      path: ["grafanaCloud", "existing", "serviceAccountTokenSecret"],
      secret: grafanaCloud?.existing?.serviceAccountTokenSecret,
    },
    {
      path: ["grafanaCloud", "managed", "cloudTokenSecret"],
      secret: grafanaCloud?.managed?.cloudTokenSecret,
    },
    { path: ["grafanaCloud", "fleet", "tokenSecret"], secret: grafanaCloud?.fleet?.tokenSecret },
    {
      path: ["grafana", "manage", "serviceAccountTokenSecret"],
      secret: grafana.manage?.serviceAccountTokenSecret,
    },
  ];
  return named.flatMap(({ path, secret }) => (secret === undefined ? [] : [{ path, secret }]));
}

/** What the receivers of alerts are reached with. */
export function receiverSecrets({ alerts }: Pick<Settings, "alerts">): Reference[] {
  const references = alerts.routes.flatMap(
    ({ webhook, slack, pagerDuty, email }, index): Reference[] => {
      const at = (...keys: string[]) => ["alerts", "routes", index, ...keys];
      return [
        ...(webhook && "urlSecret" in webhook
          ? [{ path: at("webhook", "urlSecret"), secret: webhook.urlSecret }]
          : []),
        ...(slack ? [{ path: at("slack", "urlSecret"), secret: slack.urlSecret }] : []),
        ...(pagerDuty
          ? [{ path: at("pagerDuty", "routingKeySecret"), secret: pagerDuty.routingKeySecret }]
          : []),
        ...(email?.passwordSecret
          ? [{ path: at("email", "passwordSecret"), secret: email.passwordSecret }]
          : []),
      ];
    },
  );
  const beat = alerts.heartbeat?.webhook;
  if (beat && "urlSecret" in beat)
    references.push({
      path: ["alerts", "heartbeat", "webhook", "urlSecret"],
      secret: beat.urlSecret,
    });
  return references;
}

/** Names of secrets that a stack hands over which the kit makes. */
export const madeSecrets = ({ grafanaCloud }: Pick<Settings, "grafanaCloud">): readonly string[] =>
  grafanaCloud?.managed ? Object.values(MADE_BY_STACK) : [];
