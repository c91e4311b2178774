/** A system that the projects publish programs for, in Go's words. */
export const SYSTEMS = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"] as const;
export type System = (typeof SYSTEMS)[number];

/** Undefined on a system that nothing is published for. */
export function thisSystem(): System | undefined {
  const name = `${process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;
  return SYSTEMS.find((system) => system === name);
}
