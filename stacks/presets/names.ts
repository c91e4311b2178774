/** Every preset, in the order of the README. */
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
