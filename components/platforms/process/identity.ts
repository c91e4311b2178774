import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/**
 * Who a process is: a pid and the moment it started. Pids come round again, on a busy machine within
 * minutes and after every reboot; the pair never does.
 */
export interface Identity {
  readonly pid: number;
  /** Boot id and start in clock ticks (Linux), else the start as `ps` prints it in UTC. */
  readonly started: string;
}

const BOOT_ID = "/proc/sys/kernel/random/boot_id";
/** Fields of `/proc/<pid>/stat` behind the command name: proc_pid_stat(5) counts from 3 there. */
const STATE = 0;
const START_TICKS = 19;

/** The process that has this pid now; undefined when there is none, or only its zombie. */
export function identify(pid: number): Identity | undefined {
  return existsSync("/proc/self/stat") ? identifyByProc(pid) : identifyByPs(pid);
}

/** Whether this very process still runs, and not merely one with its pid. */
export function isAlive({ pid, started }: Identity): boolean {
  return identify(pid)?.started === started;
}

function identifyByProc(pid: number): Identity | undefined {
  const stat = readIfPresent(`/proc/${pid}/stat`);
  // The name is in brackets and may hold both spaces and brackets.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields?.[START_TICKS];
  if (!ticks || isDead(fields[STATE])) return undefined;
  return { pid, started: `${readFileSync(BOOT_ID, "utf8").trim()} ${ticks}` };
}

/** For macOS, which has no /proc. Its start time is absolute, so it survives no reboot either. */
export function identifyByPs(pid: number): Identity | undefined {
  let line: string;
  try {
    line = execFileSync("/bin/ps", ["-o", "stat=", "-o", "lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { LC_ALL: "C", TZ: "UTC" },
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
  const [state, ...started] = line.trim().split(/\s+/);
  return isDead(state) || started.length === 0 ? undefined : { pid, started: started.join(" ") };
}

function isDead(state: string | undefined): boolean {
  return state === undefined || /^[ZXx]/.test(state);
}

function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Run by /bin/sh as the child itself, before it becomes the program: it writes down who it is, then
 * `exec`s, which keeps pid and start time. So a program never runs unrecorded, whatever kills the
 * provider at whichever moment.
 *
 * Arguments: the record's file, its other members as JSON text, the program, the program's own.
 */
export const RECORD_THEN_EXEC = `
umask 077
record=$1 members=$2
shift 2
if [ -r "/proc/$$/stat" ]; then
  stat=$(cat "/proc/$$/stat")
  started="$(cat ${BOOT_ID}) $(printf '%s' "\${stat##*) }" | cut -d ' ' -f ${START_TICKS + 1})"
else
  started=$(TZ=UTC LC_ALL=C /bin/ps -o lstart= -p "$$" | tr -s ' ' | sed 's/^ //; s/ $//')
fi
printf '{"pid":%s,"started":"%s",%s}\\n' "$$" "$started" "$members" > "$record.new" &&
  mv "$record.new" "$record" || exit 125
exec "$@"
`;
