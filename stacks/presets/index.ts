import { docker } from "./docker.ts";
import { grafanaCloud } from "./grafana-cloud.ts";
import { honeycomb } from "./honeycomb.ts";
import { kubernetesJaeger } from "./kubernetes-jaeger.ts";
import { kubernetesTempo } from "./kubernetes-tempo.ts";
import { kubernetesLangfuse } from "./kubernetes-langfuse.ts";
import { local } from "./local.ts";
import { type PresetName, presetNames } from "./names.ts";
import type { Preset } from "./preset.ts";

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  local,
  docker,
  "kubernetes-jaeger": kubernetesJaeger,
  "kubernetes-tempo": kubernetesTempo,
  "kubernetes-langfuse": kubernetesLangfuse,
  "grafana-cloud": grafanaCloud,
  honeycomb,
};

/** Those that run in a cluster. */
export const KUBERNETES_PRESETS = presetNames.filter(
  (name) => PRESETS[name].defaults.platform === "kubernetes",
);
