import { z } from "zod";
import { ManageGrafana } from "./settings-managed-grafana.ts";
import { shown } from "./settings-types.ts";

/** `agentobs:grafana`: a Grafana of the stack's own, or one that runs somewhere else. */
export const GrafanaSettings = z.strictObject({
  run: z
    .boolean({ error: "true or false" })
    .meta(shown(true, "Run Grafana, with data sources and dashboards in it."))
    .default(false),
  rootUrl: z
    .url({ protocol: /^https?$/, error: "an address such as https://grafana.example" })
    .regex(/^[^@?#;"`\\]+$/, { error: "an address without user, query or fragment" })
    .meta(
      shown(
        "https://grafana.example",
        "Where a browser finds it; with https:// its cookies need TLS. Default: a forwarded port.",
      ),
    )
    .optional(),
  manage: ManageGrafana.optional(),
});
