import type { Extension } from "./pipeline.ts";

/** How an exporter keeps and repeats what it has not delivered yet. */
export interface Delivery {
  readonly needs: readonly Extension[];
  readonly config: object;
}

/** Requests are filled up to about this size where there is enough to send. */
const MIN_REQUEST_BYTES = 1_000_000;

/**
 * What has reached the queue survives a kill and is retried until it arrives (`max_elapsed_time` 0).
 * Batches are made behind the queue: a batch processor would acknowledge before anything is on disk.
 * They are measured in bytes, as the limits of all receivers are: a request over one is lost whole.
 * https://github.com/open-telemetry/opentelemetry-collector/tree/v0.161.0/exporter/exporterhelper
 */
export function durable(folder: string, items: number, maxRequestBytes: number): Delivery {
  const queue = diskQueue(folder);
  return {
    needs: [queue],
    config: {
      retry_on_failure: {
        enabled: true,
        initial_interval: "1s",
        max_interval: "30s",
        max_elapsed_time: "0s",
      },
      sending_queue: {
        enabled: true,
        storage: `${queue.type}/${queue.name ?? ""}`,
        sizer: "items",
        queue_size: items,
        num_consumers: 4,
        batch: {
          sizer: "bytes",
          min_size: MIN_REQUEST_BYTES,
          max_size: maxRequestBytes,
          flush_timeout: "500ms",
        },
      },
    },
  };
}

/** 25 minutes of flushes, in memory. */
const REMOTE_WRITE_BATCHES = 300;

/**
 * Remote write has no disk queue. Its own log on disk is left off: decision 0007. One request at a
 * time, or samples of one series could overtake each other; `timeout` bounds all tries of one.
 */
export const inMemory: Delivery = {
  needs: [],
  config: {
    timeout: "300s",
    retry_on_failure: {
      enabled: true,
      initial_interval: "1s",
      max_interval: "30s",
      max_elapsed_time: "300s",
    },
    remote_write_queue: { enabled: true, queue_size: REMOTE_WRITE_BATCHES },
    max_batch_request_parallelism: 1,
  },
};

/**
 * One folder; each exporter has its own file in it.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/v0.161.0/extension/storage/filestorage
 */
export function diskQueue(directory: string): Extension {
  return {
    kind: "extensions",
    type: "file_storage",
    name: "queue",
    config: {
      directory,
      create_directory: true,
      timeout: "5s",
      compaction: { on_start: true, on_rebound: true, directory },
    },
  };
}
