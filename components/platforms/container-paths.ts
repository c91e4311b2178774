/** Where each kind of file of a workload is in its container, whoever runs it. */
export const CONTAINER_PATHS = {
  files: "/etc/agentobs",
  data: "/var/lib/agentobs",
  secrets: "/run/secrets/agentobs",
} as const;
