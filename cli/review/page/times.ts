/** Whether the page tells times in UTC: the demo's day is the same for everybody. */
export type Zone = "UTC" | undefined;

export function dayAndTime(seconds: number, zone: Zone): string {
  return text(seconds, zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}

export function timeOfDay(seconds: number, zone: Zone): string {
  return text(seconds, zone, { hour: "2-digit", minute: "2-digit" });
}

// Swedish writes dates as ISO 8601 does, as Grafana does by default.
function text(seconds: number, timeZone: Zone, options: Intl.DateTimeFormatOptions): string {
  const zone = timeZone ? { timeZone } : {};
  return new Intl.DateTimeFormat("sv-SE", { ...options, ...zone }).format(seconds * 1000);
}
