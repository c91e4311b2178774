import type { Description, WorkloadContext } from "../workload.ts";
import { langfuseEnvironment } from "./environment.ts";
import type { LangfusePlan } from "./plan.ts";
import { SECRETS } from "./secrets.ts";

const CA = "langfuse-web/stores-ca.pem";
/** Of the memory, what Node may fill before it collects in earnest: the rest is not on its heap. */
const HEAP_SHARE = 0.75;

/** A heap that fits into the memory. https://nodejs.org/api/cli.html#node_optionsoptions */
export const heapFor = ({ memoryMiB }: { readonly memoryMiB: number }): string =>
  `--max-old-space-size=${Math.floor(memoryMiB * HEAP_SHARE)}`;

/**
 * Pages, API and OTLP; it makes and migrates the tables of Postgres and ClickHouse when it starts.
 * https://langfuse.com/self-hosting/deployment/infrastructure/containers
 */
export function langfuseWeb(plan: LangfusePlan) {
  return (context: WorkloadContext<"langfuse-web">): Description => {
    const [host = "", port = ""] = context.listen("http").split(":");
    const { environment, secrets, files } = langfuseEnvironment(plan, context, CA);
    const once = initialisation(plan);
    return {
      summary: "takes traces, shows them and answers questions",
      tool: "langfuseWeb",
      args: [],
      environment: {
        ...environment,
        HOSTNAME: host,
        PORT: port,
        NODE_OPTIONS: heapFor(context),
        // Its root is read-only, and no home is there: what migrates the tables wants one.
        HOME: "/tmp",
        // That program asks its maker for newer versions: https://www.prisma.io/docs/orm/tools/prisma-cli
        CHECKPOINT_DISABLE: "1",
        // Whoever is to see traces is invited: https://langfuse.com/self-hosting/configuration/hardening
        AUTH_DISABLE_SIGNUP: "true",
        ...once.environment,
      },
      secrets: [
        ...secrets,
        { environment: "NEXTAUTH_SECRET", secret: SECRETS.session },
        ...once.secrets,
      ],
      files,
      scratch: ["/tmp", "/app/web/.next/cache"],
      health: {
        port: "http",
        path: "/api/public/health",
        // Alive without its database, but of no use.
        readyPath: "/api/public/health?failIfDatabaseUnavailable=true",
        // An upgrade migrates the tables first.
        startSeconds: 600,
      },
      stopSeconds: 60,
    };
  };
}

/**
 * Organisation, project, keys and first user are made at the first start, so that traces flow with no
 * step by hand. Nothing of it changes afterwards.
 * https://langfuse.com/self-hosting/administration/headless-initialization
 */
function initialisation({ organization, project, user, keys }: LangfusePlan) {
  const secret = (name: string, of: string) => ({
    environment: `LANGFUSE_INIT_${name}`,
    secret: of,
  });
  return {
    environment: {
      LANGFUSE_INIT_ORG_ID: organization.id,
      LANGFUSE_INIT_ORG_NAME: organization.name,
      LANGFUSE_INIT_PROJECT_ID: project.id,
      LANGFUSE_INIT_PROJECT_NAME: project.name,
      LANGFUSE_INIT_USER_EMAIL: user.email,
      LANGFUSE_INIT_USER_NAME: user.name,
    },
    secrets: [
      secret("PROJECT_PUBLIC_KEY", keys.publicKeySecret),
      secret("PROJECT_SECRET_KEY", keys.secretKeySecret),
      secret("USER_PASSWORD", SECRETS.userPassword),
    ],
  };
}
