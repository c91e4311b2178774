import { HONEYCOMB, SECRETS } from "../contracts.ts";
import { startHoneycomb } from "../honeycomb-api.ts";
import { stackPorts } from "../make.ts";
import { pulumiCheckout } from "../pulumi-checkout.ts";
import { startStrict } from "../strict-http.ts";
import { Trigger } from "./schemas.ts";

export const CONFIGURATION_KEY = "hcxck_0123456789-secret";
export const PAGERDUTY_KEY = "0123456789abcdef0123456789abcdef";
export const HOOK = "https://hooks.example/T0P-S3CRET";

/**
 * A stack of preset honeycomb for plain Pulumi, with an API and an OTLP endpoint that hold it to their
 * contracts; the API with a tight rate limit.
 *
 * @param key the configuration key that it begins with
 */
export async function honeycombStack(key: string) {
  const otlp = await startStrict(HONEYCOMB);
  const honeycomb = await startHoneycomb({
    configurationKey: CONFIGURATION_KEY,
    ingestKey: SECRETS["honeycomb-key"],
    ingestUrl: otlp.url,
    limit: { requests: 30, seconds: 2 },
  });
  const stack = await pulumiCheckout("honeycomb");
  const endpoint = honeycomb.url;
  await stack.init(
    {
      preset: "honeycomb",
      ports: await stackPorts(),
      destinations: [{ type: "honeycomb", endpoint, keySecret: "honeycomb-key" }],
      honeycomb: { endpoint, maxTriggers: 100 },
      alerts: {
        routes: [
          { severities: ["critical"], pagerDuty: { routingKeySecret: "pagerduty-key" } },
          { severities: ["critical", "warning"], webhook: { urlSecret: "hook" } },
        ],
      },
    },
    {
      "honeycomb-key": SECRETS["honeycomb-key"],
      "honeycomb-configuration-key": key,
      "pagerduty-key": PAGERDUTY_KEY,
      hook: HOOK,
    },
  );
  return { stack, honeycomb, otlp };
}

/** A trigger as somebody would make one in the browser. */
export const byHand = (name: string) => ({
  ...Trigger.parse({
    ...{ name, disabled: true, alert_type: "on_true" },
    query: { calculations: [{ op: "MAX", column: "agent.runs" }], time_range: 900 },
    threshold: { op: ">", value: 1 },
  }),
  id: "by-hand",
});
