import { ProblemError, type Problem, throwAll } from "../../core/errors.ts";
import * as pulumi from "../../platforms/pulumi.ts";
import type { Board, Column, Recipient, Told, Trigger } from "./api.ts";
import type { HoneycombPlan, PlannedRecipient } from "./plan.ts";

/** What is to stand in Honeycomb, as plain objects; the secrets are still names. */
export interface HoneycombObjects {
  readonly columns: readonly Column[];
  readonly triggers: readonly NamedTrigger[];
  readonly board: Board;
}

export interface NamedTrigger {
  /** The rule's id: the resource's name. */
  readonly id: string;
  readonly severity: "critical" | "warning";
  readonly trigger: Trigger;
}

interface Connection {
  readonly endpoint: string;
  readonly key: pulumi.Input<string>;
}

/** One thing in Honeycomb; the provider knows its kind by the type. */
class Kept extends pulumi.CustomResource {
  constructor(
    type: "Dataset" | "Column" | "Recipient" | "Trigger" | "Board",
    name: string,
    connection: Connection,
    spec: pulumi.Input<object>,
    options: pulumi.CustomResourceOptions = {},
  ) {
    super(`honeycomb:index:${type}`, name, { ...connection, spec }, options);
  }
}

/** The values of these secrets, or the problem that one is not there. */
type Secrets = Readonly<Record<string, string>>;

/**
 * Whether the key is there and may do what is asked of it. To be awaited before any resource is made.
 *
 * @throws ProblemError
 */
export async function checkKey(
  plan: HoneycombPlan,
  own: pulumi.Input<Secrets>,
  where: string,
): Promise<void> {
  const { endpoint, keySecret } = plan;
  const recipients = plan.recipients.length > 0;
  const problems = await new Promise<readonly Problem[]>((resolve, reject) => {
    pulumi.secret(own).apply((values) => {
      const key = values[keySecret]?.trim();
      if (!key) {
        resolve([missing(where, keySecret)]);
        return;
      }
      const asked = { endpoint, key: pulumi.secret(key), recipients };
      pulumi.runtime
        .invoke("honeycomb:index:authorise", asked)
        .then((answer: { readonly problems: readonly Problem[] }) => {
          resolve(answer.problems);
        }, reject);
    });
  });
  throwAll(problems);
}

const missing = (where: string, secret: string): Problem => ({
  where: `${where}: agentobs:secrets.${secret}`,
  what: "Honeycomb can't be set up without this secret",
  fix: `pulumi config set --secret --path 'agentobs:secrets.${secret}' <value>`,
});

/** Makes all of it: the dataset, its columns, whom to tell, then what names them. */
export function createHoneycomb(
  plan: HoneycombPlan,
  objects: HoneycombObjects,
  own: pulumi.Input<Secrets>,
): void {
  const { endpoint, slug, dataset: name, ingestUrl } = plan;
  const secret = (of: string) => pulumi.secret(own).apply((secrets) => valueOf(secrets, of));
  const connection = { endpoint, key: secret(plan.keySecret) };
  const ingestKey = secret(plan.ingestKeySecret);
  const dataset = new Kept("Dataset", slug, connection, { name, ingestUrl, ingestKey });
  const columns = objects.columns.map(
    (column) =>
      new Kept(
        "Column",
        column.key_name,
        connection,
        { ...column, dataset: slug },
        {
          dependsOn: [dataset],
        },
      ),
  );
  const told = plan.recipients.map((recipient) => ({
    recipient,
    made: new Kept(
      "Recipient",
      recipient.name,
      connection,
      pulumi.secret(own).apply((secrets) => specOf(recipient, secrets)),
    ),
  }));
  for (const { id, severity, trigger } of objects.triggers) {
    const recipients = told
      .filter(({ recipient }) => recipient.severities.includes(severity))
      .map(({ recipient, made }) => made.id.apply((to): Told => toldOf(recipient, to, severity)));
    const spec = { ...trigger, dataset: slug, recipients };
    new Kept("Trigger", id, connection, spec, { dependsOn: columns });
  }
  const board = { ...objects.board, dataset: slug };
  new Kept("Board", "board", connection, board, { dependsOn: columns });
}

/** Only PagerDuty knows severities. */
function toldOf({ to }: PlannedRecipient, id: string, severity: "critical" | "warning"): Told {
  return to.type === "pagerduty" ? { id, details: { pagerduty_severity: severity } } : { id };
}

/** With its secrets, so that all of it is one. */
function specOf({ name, to }: PlannedRecipient, secrets: Secrets): Recipient {
  switch (to.type) {
    case "email":
      return { type: "email", details: { email_address: to.address } };
    case "slack":
      return { type: "slack", details: { slack_channel: to.channel } };
    case "pagerduty": {
      const key = valueOf(secrets, to.keySecret);
      return {
        type: "pagerduty",
        details: { pagerduty_integration_name: name, pagerduty_integration_key: key },
      };
    }
    case "webhook": {
      const url = "url" in to ? to.url : valueOf(secrets, to.urlSecret);
      return { type: "webhook", details: { webhook_name: name, webhook_url: url } };
    }
  }
}

function valueOf(all: Secrets, name: string): string {
  const value = all[name]?.trim();
  if (!value) throw new ProblemError(missing("the stack's configuration", name));
  return value;
}
