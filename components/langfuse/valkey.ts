import type { Description, WorkloadContext } from "../workload.ts";
import { SECRETS } from "./secrets.ts";

const CONFIG = "langfuse-valkey/valkey.conf";
const USERS = "users.acl";
/** The rest is for connections, and for the copy while it rewrites its log. */
const DATA_SHARE = 0.7;

/**
 * Queues between web and worker, and caches. What is in a queue survives a restart.
 * https://valkey.io/topics/valkey.conf/
 */
export function langfuseValkey() {
  return (context: WorkloadContext<"langfuse-valkey">): Description => {
    const [host = "", port = ""] = context.listen("valkey").split(":");
    const config = {
      bind: host,
      port,
      dir: context.data(),
      aclfile: context.secretPath(USERS),
      maxmemory: `${Math.floor(context.memoryMiB * DATA_SHARE)}mb`,
      // Full, it refuses what is new: any other policy would drop what waits in a queue.
      "maxmemory-policy": "noeviction",
      appendonly: "yes",
      appendfsync: "everysec",
      // The log has everything; snapshots beside it would only cost disk.
      save: '""',
    };
    return {
      summary: "queues what Langfuse's worker is to do",
      tool: "valkey",
      args: ["valkey-server", context.path(CONFIG)],
      environment: {},
      secrets: [
        // https://valkey.io/topics/acl/
        {
          file: USERS,
          lines: [{ before: "user default on ~* &* +@all >", secret: SECRETS.valkey }],
        },
        // Its client reads it from here, so that it stands in no list of processes.
        { environment: "REDISCLI_AUTH", secret: SECRETS.valkey },
      ],
      files: {
        [CONFIG]: Object.entries(config)
          .map(([key, value]) => `${key} ${value}\n`)
          .join(""),
      },
      data: { retention: "until the worker has done it" },
      scratch: ["/tmp"],
      health: {
        // The client ends with 0 also when it is refused.
        command: ["/bin/sh", "-c", `valkey-cli -p ${port} ping | grep -q PONG`],
        startSeconds: 60,
      },
      stopSeconds: 20,
    };
  };
}
