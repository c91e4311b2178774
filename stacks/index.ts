import * as pulumi from "../components/platforms/pulumi.ts";
import { platformIn } from "./platform.ts";

/** The program of each platform: what it loads is loaded for it alone. */
const program =
  platformIn(pulumi.runtime.allConfig()) === "kubernetes"
    ? import("./deploy-kubernetes.ts")
    : import("./deploy-process.ts");

/** What the program exports are the stack's outputs. */
export default { ...(await program) };
