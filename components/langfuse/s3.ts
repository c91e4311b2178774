import type { Description, WorkloadContext } from "../workload.ts";
import { SECRETS } from "./secrets.ts";
import { EVENTS_PREFIX, OWN } from "./plan.ts";

const START = "langfuse-s3/start.sh";
/** A bucket's events get files of their own: small ones, so that an expired one is removed soon. */
const VOLUME_MIB = 256;

/**
 * Raw events, before and after the worker has read them. One SeaweedFS process with all its parts,
 * which only know each other; S3 alone is reached from outside.
 * https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API
 */
export function langfuseS3({ retentionDays }: { readonly retentionDays: number }) {
  return (context: WorkloadContext<"langfuse-s3">): Description => {
    const [host = "", port = ""] = context.listen("s3").split(":");
    const [, metricsPort = ""] = context.listen("metrics").split(":");
    return {
      summary: "stores Langfuse's raw events",
      tool: "seaweedfs",
      command: ["/bin/sh", context.path(START)],
      args: [
        `-dir=${context.data()}`,
        // Master, volume and filer ask for no credentials: nobody else may reach them.
        "-ip=127.0.0.1",
        "-ip.bind=127.0.0.1",
        "-s3",
        `-s3.ip.bind=${host}`,
        `-s3.port=${port}`,
        // Further protocols and the keys' own API, which nobody here asks.
        "-s3.port.iceberg=0",
        "-s3.port.lance=0",
        "-s3.iam=false",
        `-metricsIp=${host}`,
        `-metricsPort=${metricsPort}`,
        `-master.volumeSizeLimitMB=${VOLUME_MIB}`,
        "-master.telemetry=false",
        // As many as the disk holds; it takes no more writes before the disk is full.
        "-volume.max=0",
        "-volume.minFreeSpace=5",
      ],
      // One new volume at a time: seven for each kind of file would take up a small disk.
      environment: { WEED_MASTER_VOLUME_GROWTH_COPY_1: "1" },
      // https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API#authentication-with-environment-variables
      secrets: [
        { environment: "AWS_ACCESS_KEY_ID", secret: SECRETS.s3AccessKey },
        { environment: "AWS_SECRET_ACCESS_KEY", secret: SECRETS.s3SecretKey },
      ],
      files: { [START]: startScript(retentionDays) },
      data: { retention: `${retentionDays} days of events` },
      scratch: ["/tmp"],
      health: { port: "s3", path: "/status", startSeconds: 60 },
      stopSeconds: 30,
    };
  };
}

/**
 * Tells the store what it is to hold, and for how long, and becomes the store: each start anew, so
 * that a changed retention holds for what is written from then on.
 * https://github.com/seaweedfs/seaweedfs/wiki/S3-Bucket-TTL
 */
function startScript(retentionDays: number): string {
  const { bucket } = OWN.s3;
  const ttl = expiry(retentionDays);
  return `#!/bin/sh
set -u
tell() { echo "$1" | weed shell -master=127.0.0.1:9333; }
# Its shell says what went wrong in words only: what it shows has to show it.
hold() {
  until tell "$2" | grep -q "$1"; do
    tell "$3" >&2
    sleep 2
  done
}
set_up() {
  hold '^ *${bucket}[[:space:]]' s3.bucket.list 's3.bucket.create -name ${bucket}'
  hold '"${ttl}"' fs.configure \
    'fs.configure -locationPrefix=/buckets/${bucket}/${EVENTS_PREFIX} -ttl=${ttl} -apply'
}
set_up &
exec weed -logtostderr=true server "$@"
`;
}

/** Days, as far as its one byte goes, then weeks and years: never less than asked for. */
export function expiry(days: number): string {
  if (days <= 255) return `${days}d`;
  const weeks = Math.ceil(days / 7);
  return weeks <= 255 ? `${weeks}w` : `${Math.ceil(days / 365)}y`;
}
