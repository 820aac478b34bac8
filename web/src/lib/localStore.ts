import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { basePath } from "./base";
import { linesOf, note, strike } from "./journal";
import { type KeptSlice, slices } from "./slice";

/** What waits to be sent, in the order it was written. */
export interface OutboxRow {
  kind: string;
  payload: unknown;
  /** Refused, and kept until a person decides. */
  isHeld?: boolean;
  /** Tells it from every other one, also before it has a key. */
  mark?: string;
}

/** A row of what people wrote, as its line in the journal has it; `null` where it was removed. */
interface WrittenLine {
  place: [table: string, id: string];
  row: unknown;
}

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
  rows: { key: [table: string, id: string]; value: unknown };
  pages: { key: string; value: unknown };
  written: { key: [table: string, id: string]; value: unknown };
  outbox: { key: number; value: OutboxRow };
}

/** Raised when what is stored changes its shape: everything but what people wrote is fetched anew then. */
const VERSION = 2;
const QUIET_MS = 400;

let database: IDBPDatabase<Schema> | undefined;
let owner = "";
let stopWriting: (() => void) | undefined;
/** What this page itself is putting into the outbox. */
const ownMarks = new Set<string>();

const nameFor = (user: string): string => `wardroom${basePath}:${user}`;
const writtenLines = (): string => `${nameFor(owner)}:written:`;
const outboxLines = (): string => `${nameFor(owner)}:outbox:`;

/** The local store of a user, or nothing where the browser keeps none: everything works without it, but anew each time. */
async function openFor(user: string): Promise<IDBPDatabase<Schema> | undefined> {
  try {
    return await openDB<Schema>(nameFor(user), VERSION, {
      upgrade(made) {
        for (const name of ["values", "rows", "pages"] as const) {
          if (made.objectStoreNames.contains(name)) made.deleteObjectStore(name);
          made.createObjectStore(name);
        }
        if (!made.objectStoreNames.contains("outbox"))
          made.createObjectStore("outbox", { autoIncrement: true });
        if (!made.objectStoreNames.contains("written")) made.createObjectStore("written");
      },
      // Another page makes the store anew, or removes it. In the first case what is written here goes into lines.
      blocking: (_, version) => (version === null ? closeLocalStore() : letGo()),
    });
  } catch {
    return undefined;
  }
}

/** Opens a user's local store, fills every slice from it, and from then on writes down what changes. */
export async function openLocalStore(user: string): Promise<void> {
  await closeLocalStore();
  owner = user;
  database = await openFor(user);
  if (!database) return;
  const [keys, values, rowKeys, rows, writtenKeys, written] = await Promise.all([
    database.getAllKeys("values"),
    database.getAll("values"),
    database.getAllKeys("rows"),
    database.getAll("rows"),
    database.getAllKeys("written"),
    database.getAll("written"),
  ]);
  const found = new Map<string, unknown>(keys.map((key, index) => [key, values[index]]));
  const tables = new Map<string, Record<string, unknown>>();
  const allRows = [...rows, ...written];
  [...rowKeys, ...writtenKeys].forEach(([table, id], index) => {
    const into = tables.get(table) ?? {};
    into[id] = allRows[index];
    tables.set(table, into);
  });
  for (const line of linesOf(writtenLines())) {
    const { place, row }: WrittenLine = JSON.parse(line.text);
    const { [place[1]]: _older, ...others } = tables.get(place[0]) ?? {};
    tables.set(place[0], row === null ? others : { ...others, [place[1]]: row });
  }
  const stops = [...slices()].map((one) => {
    const fields: Record<string, unknown> = {};
    for (const key of one.kept.values ?? []) {
      if (found.has(`${one.name}.${key}`)) fields[key] = found.get(`${one.name}.${key}`);
    }
    for (const key of [...(one.kept.tables ?? []), ...(one.kept.written ?? [])]) {
      const table = tables.get(`${one.name}.${key}`);
      if (table) fields[key] = table;
    }
    one.fill(fields);
    return [writeChanges(one), writeAtOnce(one)];
  });
  stopWriting = () => {
    for (const stop of stops.flat()) stop();
  };
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Writes what changes in a slice, once it has been quiet for a moment; of a table only the rows that differ. */
function writeChanges(one: KeptSlice): () => void {
  const values = one.kept.values ?? [];
  const tables = one.kept.tables ?? [];
  if (values.length + tables.length === 0) return () => {};
  const written = new Map([...values, ...tables].map((key) => [key, one.field(key)]));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async (): Promise<void> => {
    timer = undefined;
    if (!database) return;
    const write = database.transaction(["values", "rows"], "readwrite", { durability: "relaxed" });
    for (const key of values) {
      const value = one.field(key);
      if (value !== written.get(key)) void write.objectStore("values").put(value, `${one.name}.${key}`);
      written.set(key, value);
    }
    for (const key of tables) {
      const now = one.field(key);
      const rows = write.objectStore("rows");
      for (const [id, row] of differences(written.get(key), now)) {
        const place: [string, string] = [`${one.name}.${key}`, id];
        void (row === undefined ? rows.delete(place) : rows.put(row, place));
      }
      written.set(key, now);
    }
    // A full disk or a store that another tab deletes costs the warm start, and nothing else.
    await write.done.catch(() => {});
  };

  const unsubscribe = one.subscribe(() => {
    timer ??= setTimeout(() => void flush(), QUIET_MS);
  });
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

/** Which rows of a table have changed, and what they are now; nothing for those that are gone. */
function differences(before: unknown, now: unknown): [id: string, row: unknown][] {
  if (before === now || !isTable(before) || !isTable(now)) return [];
  const changed = Object.entries(now).filter(([id, row]) => before[id] !== row);
  const gone = Object.keys(before).filter((id) => !(id in now));
  return [...changed, ...gone.map((id): [string, unknown] => [id, undefined])];
}

/** Writes what people write in the same task in which they write it, so that a page that is killed takes nothing along. */
function writeAtOnce(one: KeptSlice): () => void {
  const keys = one.kept.written ?? [];
  if (keys.length === 0) return () => {};
  const known = new Map(keys.map((key) => [key, one.field(key)]));
  return one.subscribe(() => {
    for (const key of keys) {
      const now = one.field(key);
      const changes = differences(known.get(key), now);
      known.set(key, now);
      if (changes.length === 0) continue;
      const rows = changes.map(
        ([id, row]): WrittenLine => ({ place: [`${one.name}.${key}`, id], row: row ?? null }),
      );
      const lines = rows.map((line) => note(`${writtenLines()}${line.place.join(":")}`, line));
      if (!database) continue;
      const write = database.transaction("written", "readwrite", { durability: "relaxed" });
      for (const { place, row } of rows)
        void (row === null ? write.store.delete(place) : write.store.put(row, place));
      write.commit();
      // On a full disk it stays in memory, where it is shown, and in its line.
      write.done.then(
        () => lines.forEach(strike),
        () => {},
      );
    }
  });
}

/** Stops writing and lets go of the file. */
export async function closeLocalStore(): Promise<void> {
  stopWriting?.();
  stopWriting = undefined;
  letGo();
}

function letGo(): void {
  database?.close();
  database = undefined;
}

/** Removes all that is kept of a user: they have signed out. */
export async function eraseLocalStore(user: string): Promise<void> {
  await closeLocalStore();
  for (const { key } of linesOf(`${nameFor(user)}:`)) localStorage.removeItem(key);
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(nameFor(user));
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });
}

/** A page of a conversation, as it was kept. */
export async function readPage(id: string): Promise<unknown> {
  return database?.get("pages", id).catch(() => undefined);
}

export async function writePage(id: string, page: unknown): Promise<void> {
  await database?.put("pages", page, id).catch(() => {});
}

export async function forgetPage(id: string): Promise<void> {
  await database?.delete("pages", id).catch(() => {});
}

/** The key of a row in the outbox or, without the database, the mark of its line. */
export type OutboxKey = number | string;

const outboxLine = (mark: string): string => `${outboxLines()}${mark}`;

/** Writes down what has to be sent, before it is sent, and in the same step forgets the row of a draft that it was. */
export async function addToOutbox(
  row: OutboxRow,
  draft?: [table: string, id: string],
): Promise<OutboxKey | undefined> {
  const mark = row.mark ?? newMark();
  ownMarks.add(mark);
  const line = note(outboxLine(mark), { ...row, mark });
  if (!database) return (await isInOutbox(mark)) ? mark : undefined;
  const write = database.transaction(["outbox", "written"], "readwrite");
  const key = write.objectStore("outbox").add({ ...row, mark });
  if (draft) void write.objectStore("written").delete(draft);
  write.commit();
  await write.done;
  strike(line);
  return key;
}

/** Marks sort by time, as what is sent has to be in order, and are told from those of other tabs by chance. */
function newMark(): string {
  return `${Date.now()} ${String(ownMarks.size).padStart(9, "0")} ${Math.random()}`;
}

/** Puts into the outbox what a page that was killed had on its way there. */
async function recoverOutbox(): Promise<void> {
  const lines = linesOf(outboxLines());
  if (!database || lines.length === 0) return;
  const known = new Set((await database.getAll("outbox")).map((row) => row.mark));
  for (const line of lines) {
    const row: OutboxRow = JSON.parse(line.text);
    if (row.mark && ownMarks.has(row.mark)) continue;
    if (!known.has(row.mark)) await addToOutbox(row);
    strike(line);
  }
}

export async function isInOutbox(key: OutboxKey): Promise<boolean> {
  if (typeof key === "string") return localStorage.getItem(outboxLine(key)) !== null;
  return (await database?.count("outbox", key)) !== 0;
}

export async function holdInOutbox(key: OutboxKey, row: OutboxRow): Promise<void> {
  if (typeof key === "string") note(outboxLine(key), { ...row, mark: key, isHeld: true });
  else await database?.put("outbox", { ...row, isHeld: true }, key);
}

export async function removeFromOutbox(key: OutboxKey): Promise<void> {
  if (typeof key === "string") localStorage.removeItem(outboxLine(key));
  else await database?.delete("outbox", key);
}

/** What was not sent when the page was last left. */
export async function readOutbox(): Promise<{ key: number; row: OutboxRow }[]> {
  await recoverOutbox();
  if (!database) return [];
  const [keys, rows] = await Promise.all([database.getAllKeys("outbox"), database.getAll("outbox")]);
  return keys.flatMap((key, index) => {
    const row = rows[index];
    return row ? [{ key, row }] : [];
  });
}
