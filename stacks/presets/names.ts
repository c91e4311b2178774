/** Every preset that the kit is to have. `PRESETS` holds those that are built. */
export const presetNames = [
  "local",
  "docker",
  "kubernetes-jaeger",
  "kubernetes-tempo",
  "kubernetes-langfuse",
  "grafana-cloud",
  "honeycomb",
] as const;
export type PresetName = (typeof presetNames)[number];
