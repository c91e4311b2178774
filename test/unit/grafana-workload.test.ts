import { describe, expect, test } from "vitest";
import { grafana } from "../../components/grafana/index.ts";
import { iniText } from "../../components/grafana/ini.ts";
import { describeWorkload } from "../../components/describe-workload.ts";
import { kubernetesPlatform } from "../../components/platforms/kubernetes/platform.ts";
import { SINGLE_STORE } from "../../components/victoriametrics/store.ts";
import type { Workload } from "../../components/workload.ts";
import { parseSettings } from "../../stacks/parse.ts";
import { planFor } from "../../stacks/plan.ts";
import { workloadsOf } from "../../stacks/workloads.ts";
import { TEST_FOOTPRINTS } from "../support/footprints.ts";

const FILE = "Pulumi.kubernetes-jaeger.yaml";
const planOf = (own: Record<string, unknown> = {}) =>
  planFor(parseSettings({ preset: "kubernetes-jaeger", ...own }, FILE));
const workload = (own: Record<string, unknown> = {}) =>
  workloadsOf(planOf(own)).find(({ name }) => name === "grafana");
const ini = (own: Record<string, unknown> = {}) => workload(own)?.files["grafana.ini"] ?? "";

describe("Grafana of the stack's own", () => {
  test("connects to every store that is one of its data sources, and to nothing else", () => {
    const edges = workload()?.edges.map(({ to, port, relation }) => `${relation} ${to}.${port}`);
    expect(edges).toEqual([
      "reads victoriametrics.http",
      "reads jaeger.ui",
      "reads alertmanager.http",
    ]);
    expect(workload()?.outside).toEqual([]);
    const sources = workload()?.files["provisioning/datasources/agentobs.yaml"] ?? "";
    expect([...sources.matchAll(/url: (.*)/g)].map(([, url]) => url)).toEqual([
      "http://victoriametrics.agentobs.svc:8428",
      "http://jaeger.agentobs.svc:16686",
      "http://alertmanager.agentobs.svc:9093",
    ]);
  });

  test("brings its seven dashboards as files, where the provisioning looks for them", () => {
    const files = Object.keys(workload()?.files ?? {});
    expect(files.filter((file) => file.startsWith("dashboards/"))).toHaveLength(7);
    expect(workload()?.environment["AGENTOBS_DASHBOARDS"]).toBe("/etc/agentobs/dashboards");
    expect(files).toContain("dashboards/overview.json");
    expect(ini()).toContain("default_home_dashboard_path = /etc/agentobs/dashboards/overview.json");
  });

  test("reads both of its secrets from files, and holds neither", () => {
    expect(workload()?.secrets).toEqual([
      { secret: "grafana-admin-password", file: "grafana-admin-password" },
      { secret: "grafana-secret-key", file: "grafana-secret-key" },
    ]);
    const at = "/run/secrets/agentobs";
    expect(ini()).toContain(`admin_password = $__file{${at}/grafana-admin-password}`);
    expect(ini()).toContain(`secret_key = $__file{${at}/grafana-secret-key}`);
  });

  test("lets nobody in without a login, and asks nothing of the internet", () => {
    for (const line of [
      "[auth.anonymous]\nenabled = false",
      "allow_sign_up = false",
      "reporting_enabled = false",
      "check_for_updates = false",
      "check_for_plugin_updates = false",
      "news_feed_enabled = false",
      "preinstall_disabled = true",
    ])
      expect(ini()).toContain(line);
  });

  test("sends its cookies over TLS only, where TLS stands in front of it", () => {
    expect(ini()).toContain("cookie_secure = false");
    expect(ini()).not.toContain("root_url");
    const behindTls = ini({ grafana: { rootUrl: "https://grafana.example/observe" } });
    expect(behindTls).toContain("root_url = https://grafana.example/observe");
    expect(behindTls).toContain("cookie_secure = true");
    expect(behindTls).toContain("strict_transport_security = true");
  });

  test("writes below its data folder and to /tmp, and nowhere else", () => {
    const { environment = {}, scratch }: Partial<Workload> = workload() ?? {};
    for (const folder of ["DATA", "LOGS", "PLUGINS"])
      expect(environment[`GF_PATHS_${folder}`]).toMatch(/^\/var\/lib\/agentobs/);
    expect(scratch).toEqual(["/tmp"]);
  });

  test("is scraped like every other part", () => {
    expect(planOf().victoriametrics.scraped).toContain("grafana");
  });

  test("is left out where nobody asks for it", () => {
    expect(workload({ grafana: { run: false } })).toBeUndefined();
  });

  test("knows only the stores that run", () => {
    const described = describeWorkload(
      "grafana",
      {
        platform: kubernetesPlatform,
        footprints: TEST_FOOTPRINTS,
        addresses: {
          grafana: { http: { host: "grafana", port: 3000 } },
          victoriametrics: { http: { host: "metrics", port: 8428 } },
        },
      },
      grafana(
        { metrics: SINGLE_STORE.read, reads: ["victoriametrics"] },
        { dashboards: {}, provisioning: (stores) => ({ stores: JSON.stringify(stores) }) },
      ),
    );
    expect(described.files["provisioning/stores"]).toBe(
      '{"victoriametrics":"http://metrics:8428"}',
    );
  });
});

describe("grafana.ini", () => {
  test("is made of sections, without what is undefined", () => {
    expect(iniText({ server: { port: 3000, url: undefined }, users: { sign_up: false } })).toBe(
      "[server]\nport = 3000\n\n[users]\nsign_up = false\n",
    );
  });

  test("refuses a value that Grafana would read as something else", () => {
    expect(() => iniText({ server: { root_url: "https://x.example/#top" } })).toThrow(
      'grafana.ini server.root_url: "https://x.example/#top" needs quotes',
    );
  });
});
