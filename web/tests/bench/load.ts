import { readdirSync, readFileSync } from "node:fs";

/** Processor time since the machine started, in ticks: of everybody, of all there could have been, and ours. */
interface Load {
  busy: number;
  all: number;
  own: number;
}

function ownTicks(): number {
  const processes = new Map<string, { parent: string; ticks: number }>();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const text = readFileSync(`/proc/${id}/stat`, "utf8");
      // The name in brackets may hold blanks. What counts are times in user and kernel, with ended children.
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      processes.set(id, { parent: fields[1] ?? "", ticks });
    } catch {
      // It has ended meanwhile.
    }
  }
  const isOurs = (id: string): boolean => {
    const one = processes.get(id);
    return one !== undefined && (id === String(process.pid) || isOurs(one.parent));
  };
  return [...processes].reduce((sum, [id, { ticks }]) => sum + (isOurs(id) ? ticks : 0), 0);
}

export function load(): Load {
  const fields = (readFileSync("/proc/stat", "utf8").split("\n", 1)[0] ?? "")
    .split(/\s+/)
    .slice(1)
    .map(Number);
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = fields;
  const busy = user + nice + system + irq + soft + steal;
  return { busy, all: busy + idle + wait, own: ownTicks() };
}

/** What everybody else has taken of the machine since then, in percent. */
export function othersSince(before: Load): number {
  const now = load();
  const others = now.busy - before.busy - (now.own - before.own);
  return (100 * Math.max(0, others)) / Math.max(1, now.all - before.all);
}
