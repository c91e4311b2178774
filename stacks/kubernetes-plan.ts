import type { KubernetesPlan } from "../components/platforms/kubernetes/plan.ts";
import { exposurePlan } from "./exposure-plan.ts";
import type { Settings } from "./settings.ts";

/** Where in a cluster, and what of it is reached from outside. */
export function kubernetesPlan(settings: Settings): KubernetesPlan {
  const { ingress, gateway, ...kubernetes } = settings.kubernetes;
  return {
    ...kubernetes,
    protectData: settings.protectData,
    exposure: exposurePlan({ ingress, gateway }),
  };
}
