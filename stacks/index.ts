import * as pulumi from "../components/platforms/pulumi.ts";
import { platformIn } from "./platform.ts";

// Each resource takes some stack traces, and Pulumi searches source maps for every line of them. Node
// runs this code as it is written: a plain trace names the same lines, for a twentieth of a preview.
Reflect.deleteProperty(Error, "prepareStackTrace");

/** The program of each platform: what it loads is loaded for it alone. */
const processes = () => import("./deploy-process.ts");
const programs: Readonly<Record<string, () => Promise<Readonly<Record<string, unknown>>>>> = {
  docker: () => import("./deploy-docker.ts"),
  kubernetes: () => import("./deploy-kubernetes.ts"),
};
const program = programs[platformIn(pulumi.runtime.allConfig())] ?? processes;

/** What the program exports are the stack's outputs: those that this stack has. */
export default Object.fromEntries(
  Object.entries(await program()).filter(([, output]) => output !== undefined),
);
