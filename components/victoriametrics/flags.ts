/** How OTLP becomes series, the same in the single version and in `vminsert`. */
export const OTLP_FLAGS = [
  // Names with units and types, the same as remote write and a Prometheus scrape give.
  "-opentelemetry.usePrometheusNaming",
  // Only what the collector made a label becomes one.
  "-opentelemetry.promoteAllResourceAttributes=false",
  "-opentelemetry.promoteScopeMetadata=false",
] as const;

/** Refuses writes before the disk is full, and stays readable. */
export const FREE_DISK_FLAG = "-storage.minFreeDiskSpaceBytes=256MiB";
/** vmui dashboards by file name, as files of the workload. */
export const vmuiFiles = (dashboards: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(dashboards).map(([file, text]) => [`vmui/${file}`, text]));
