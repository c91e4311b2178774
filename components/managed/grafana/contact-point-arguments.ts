import type { Input, Output } from "@pulumi/pulumi";
import type { ContactPointArgs } from "@pulumiverse/grafana/alerting/contactPoint.js";
import type { ContactPoint, ContactReceiver, SecretName } from "./objects.ts";

/** The operator's secret of a name. */
export type ValueOf = (secret: string) => Output<string>;

type Receiver<T extends ContactReceiver["type"]> = Extract<ContactReceiver, { type: T }>;

/** A contact point in the resource's own words, secrets filled in. */
export function contactPointArgs(
  { name, receivers }: ContactPoint,
  valueOf: ValueOf,
): ContactPointArgs {
  const value = (text: string | SecretName): Input<string> =>
    typeof text === "string" ? text : valueOf(text.secret);
  const of = <T extends ContactReceiver["type"]>(type: T): Receiver<T>[] =>
    receivers.filter((receiver): receiver is Receiver<T> => receiver.type === type);
  return some({
    name,
    webhooks: of("webhook").map(({ url, resolved }) => ({
      url: value(url),
      disableResolveMessage: !resolved,
    })),
    slacks: of("slack").map(({ url, recipient, title, text }) => ({
      url: value(url),
      recipient,
      title,
      text,
    })),
    pagerduties: of("pagerduty").map(({ integrationKey, severity, summary, details }) => ({
      integrationKey: value(integrationKey),
      severity,
      summary,
      details: { ...details },
    })),
    emails: of("email").map(({ addresses, subject, message }) => ({
      addresses: [...addresses],
      subject,
      message,
    })),
  });
}

/** Without the kinds that it has none of. */
const some = (args: ContactPointArgs): ContactPointArgs =>
  Object.fromEntries(
    Object.entries(args).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );
