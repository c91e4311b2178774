import { z } from "zod";
import { FOLDER_UID } from "../components/managed/grafana/plan.ts";
import { secretName, shown, text } from "./settings-types.ts";

const DIGITS = { error: "a number in quotes" };

export const address = (example: string, description: string) =>
  z
    .url({ protocol: /^https?$/, error: `an address such as ${example}` })
    .refine((value) => !URL.canParse(value) || !/[@?#]/.test(value), {
      error: "an address without user, password, query or fragment: those can be secrets",
    })
    .meta(shown(example, description));

/** https://grafana.com/docs/grafana/latest/developers/http_api/folder/ */
export const uid = (example: string, description: string) =>
  z
    .string()
    .regex(/^[a-zA-Z0-9_-]{1,40}$/, { error: "up to 40 letters, digits, dashes and underscores" })
    .meta(shown(example, description));

const Team = z.strictObject({
  id: z.string(DIGITS).regex(/^\d+$/, DIGITS).meta(shown("7", "Number of the team.")),
  permission: z.enum(["view", "edit", "admin"]).meta(shown("edit", "What its members may do.")),
});

const Folder = z.strictObject({
  uid: uid(
    FOLDER_UID,
    "Its uid; names of contact points and mute timings begin with it. A second stack in one Grafana needs another.",
  )
    .max(30)
    .default(FOLDER_UID),
  title: text("Agents", "What people see.").default("Agents"),
  viewers: z
    .enum(["view", "none"])
    .meta(shown("view", "What the role Viewer may do in it."))
    .default("view"),
  editors: z
    .enum(["edit", "view", "none"])
    .meta(
      shown(
        "view",
        "What the role Editor may do in it. With `edit` the next `pulumi up` overwrites what they changed: copies elsewhere are theirs.",
      ),
    )
    .default("view"),
  teams: z
    .array(Team)
    .meta(shown([{ id: "7", permission: "edit" }], "Teams that may do more."))
    .default([]),
});

/** What the kit makes in a Grafana, whichever it is. */
export const Contents = {
  folder: Folder.meta({ description: "Where pages and rules are, and who may do what." }).prefault(
    {},
  ),
  dashboards: z
    .boolean({ error: "true or false" })
    .meta(
      shown(
        true,
        "Make the pages. A second stack in one Grafana leaves them out: its environment is a filter of the first one's.",
      ),
    )
    .default(true),
};

const store = (example: string, of: string) =>
  z
    .strictObject({
      uid: uid("my-prometheus", "Uid of a data source that is there already.").optional(),
      url: address(
        example,
        "Where Grafana's server reaches the store: makes a data source.",
      ).optional(),
    })
    .meta({ description: of });

/** `agentobs:grafana.manage`: a Grafana that runs somewhere else. */
export const ManageGrafana = z
  .strictObject({
    url: address("https://grafana.example", "Where the Pulumi program reaches it."),
    serviceAccountTokenSecret: secretName(
      "grafana-service-account",
      "the token of a service account with the role Admin",
    ),
    ca: z
      .string()
      .regex(/^-----BEGIN CERTIFICATE-----\n/, { error: "certificates as PEM" })
      .meta(shown("-----BEGIN CERTIFICATE-----\n…", "Certificates to trust, as PEM."))
      .optional(),
    ...Contents,
    dataSources: z
      .strictObject({
        metrics: store("http://victoriametrics.example:8428", "The metrics.").optional(),
        tempo: store("http://tempo.example:3200", "Traces in Tempo.").optional(),
        jaeger: store("http://jaeger.example:16686", "Traces in Jaeger.").optional(),
      })
      .meta({ description: "The stores. Default: those that the stack runs on this host." })
      .prefault({}),
    rules: z
      .boolean({ error: "true or false" })
      .meta(
        shown(
          true,
          "Evaluate the rules in Grafana and tell `alerts.routes` from there; an Alertmanager of the stack then tells nobody but the heartbeat. Default: where the stack runs no vmalert.",
        ),
      )
      .optional(),
  })
  .meta(
    shown(
      { url: "https://grafana.example", serviceAccountTokenSecret: "grafana-service-account" },
      "Pages and rules in a Grafana that runs somewhere else.",
    ),
  );
