import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";
import { basePath } from "./base";
import { type Line, linesOf, note, strike } from "./journal";
import { painted } from "./paint";
import { type KeptSlice, slices } from "./slice";
import { afterStart } from "./start";

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
let stopsOfWriting: (() => void)[] = [];
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

type Table = Record<string, unknown>;
type Names = ("values" | "rows" | "written")[];

/** The rows of a table, or nothing where it has none. */
async function readTable<Opened extends Names>(
  from: IDBPObjectStore<Schema, Opened, "rows">,
  name: string,
): Promise<Table | undefined> {
  const all = IDBKeyRange.bound([name], [name, []]);
  const [keys, rows] = await Promise.all([from.getAllKeys(all), from.getAll(all)]);
  return keys.length > 0 ? Object.fromEntries(keys.map(([, id], index) => [id, rows[index]])) : undefined;
}

const placeOf = (one: KeptSlice, key: string): string => `${one.name}.${key}`;

/**
 * Opens a user's local store, fills every slice from it but for what is read later, and from then on writes down what
 * changes.
 */
export async function openLocalStore(user: string): Promise<void> {
  await closeLocalStore();
  owner = user;
  const opened = await openFor(user);
  database = opened;
  if (!opened) return;
  const names = [...slices()].flatMap((one) => (one.kept.tables ?? []).map((key) => placeOf(one, key)));
  // One transaction for all: the browser begins each by itself, and a start waits for it.
  const read = opened.transaction(["values", "rows", "written"]);
  const of = { values: read.objectStore("values"), written: read.objectStore("written") };
  const [keys, values, writtenKeys, written, ...rows] = await Promise.all([
    of.values.getAllKeys(),
    of.values.getAll(),
    of.written.getAllKeys(),
    of.written.getAll(),
    ...names.map((name) => readTable(read.objectStore("rows"), name)),
  ]);
  const found = new Map<string, unknown>(keys.map((key, index) => [key, values[index]]));
  const tables = new Map<string, Table>();
  for (const [index, name] of names.entries()) {
    const table = rows[index];
    if (table) tables.set(name, table);
  }
  writtenKeys.forEach(([table, id], index) => {
    const into = tables.get(table) ?? {};
    into[id] = written[index];
    tables.set(table, into);
  });
  for (const line of linesOf(writtenLines())) {
    const { place, row }: WrittenLine = JSON.parse(line.text);
    const { [place[1]]: _older, ...others } = tables.get(place[0]) ?? {};
    tables.set(place[0], row === null ? others : { ...others, [place[1]]: row });
  }
  for (const one of slices()) {
    const fields: Table = {};
    for (const key of one.kept.values ?? []) {
      if (found.has(placeOf(one, key))) fields[key] = found.get(placeOf(one, key));
    }
    for (const key of [...(one.kept.tables ?? []), ...(one.kept.written ?? [])]) {
      const table = tables.get(placeOf(one, key));
      if (table) fields[key] = table;
    }
    one.fill(fields);
    const kept = [...(one.kept.values ?? []), ...(one.kept.tables ?? [])];
    stopsOfWriting.push(
      writeChanges(one, new Map(kept.map((key) => [key, one.field(key)]))),
      writeAtOnce(one),
    );
  }
}

/** Reads some rows of a table that is read later. */
export async function readSome(slice: string, key: string, ids: string[]): Promise<void> {
  const one = [...slices()].find(({ name }) => name === slice);
  if (!database || !one || ids.length === 0) return;
  const { store } = database.transaction("rows");
  const rows = await Promise.all(ids.map((id) => store.get([placeOf(one, key), id])));
  const found = ids.flatMap((id, index) => (rows[index] === undefined ? [] : [[id, rows[index]]]));
  addRows(one, key, Object.fromEntries(found));
}

/** Reads what was left for later, and from then on writes down what changes of it. What is known by now is newer. */
export async function readLater(): Promise<void> {
  const from = database;
  if (!from) return;
  for (const one of slices()) {
    for (const key of one.kept.later ?? []) {
      const table = (await readTable(from.transaction("rows").store, placeOf(one, key))) ?? {};
      // Another user's store may be open by now.
      if (database !== from) return;
      addRows(one, key, table);
      stopsOfWriting.push(writeChanges(one, new Map([[key, table]])));
    }
  }
}

/** Adds rows of the store to those that a slice has. */
function addRows(one: KeptSlice, key: string, rows: Table): void {
  const known = one.field(key);
  one.fill({ [key]: { ...rows, ...(isTable(known) ? known : {}) } });
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null;
}

/**
 * Writes what of a slice's fields is not `written` down, once it has been quiet for a moment; of a table only the rows that
 * differ.
 */
function writeChanges(one: KeptSlice, written: Map<string, unknown>): () => void {
  if (written.size === 0) return () => {};
  const isValue = (key: string): boolean => one.kept.values?.includes(key) ?? false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async (): Promise<void> => {
    timer = undefined;
    if (!database) return;
    const write = database.transaction(["values", "rows"], "readwrite", { durability: "relaxed" });
    const rows = write.objectStore("rows");
    for (const [key, before] of written) {
      const now = one.field(key);
      if (now !== before && isValue(key)) void write.objectStore("values").put(now, placeOf(one, key));
      for (const [id, row] of isValue(key) ? [] : differences(before, now)) {
        const at: [string, string] = [placeOf(one, key), id];
        void (row === undefined ? rows.delete(at) : rows.put(row, at));
      }
      written.set(key, now);
    }
    // A full disk or a store that another tab deletes costs the warm start, and nothing else.
    await write.done.catch(() => {});
  };

  const schedule = (): void => {
    timer ??= setTimeout(() => void afterStart(flush), QUIET_MS);
  };
  const unsubscribe = one.subscribe(schedule);
  if ([...written].some(([key, value]) => one.field(key) !== value)) schedule();
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

/**
 * Notes what people write in the same task in which they write it, so that a page that is killed takes nothing along. The
 * database, which takes longer, has it once it is on the screen.
 */
function writeAtOnce(one: KeptSlice): () => void {
  const keys = one.kept.written ?? [];
  if (keys.length === 0) return () => {};
  const known = new Map(keys.map((key) => [key, one.field(key)]));
  /** What the database does not have yet, by place. */
  let noted = new Map<string, { written: WrittenLine; line: Line }>();

  function flush(): void {
    if (!database || noted.size === 0) return;
    const all = [...noted.values()];
    noted = new Map();
    const write = database.transaction("written", "readwrite", { durability: "relaxed" });
    for (const { place, row } of all.map(({ written }) => written))
      void (row === null ? write.store.delete(place) : write.store.put(row, place));
    write.commit();
    // On a full disk it stays in memory, where it is shown, and in its line.
    write.done.then(
      () => {
        for (const { line } of all) strike(line);
      },
      () => {},
    );
  }

  const unsubscribe = one.subscribe(() => {
    for (const key of keys) {
      const now = one.field(key);
      const changes = differences(known.get(key), now);
      known.set(key, now);
      for (const [id, row] of changes) {
        const written: WrittenLine = { place: [placeOf(one, key), id], row: row ?? null };
        const place = written.place.join(":");
        if (noted.size === 0) void painted().then(flush);
        noted.set(place, { written, line: note(`${writtenLines()}${place}`, written) });
      }
    }
  });
  return () => {
    unsubscribe();
    flush();
  };
}

/** Stops writing and lets go of the file. */
export async function closeLocalStore(): Promise<void> {
  for (const stop of stopsOfWriting) stop();
  stopsOfWriting = [];
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

/** Writes down what a start reads before the database is open. It goes with all else that is kept of the user. */
export function keepBeside(name: string, value: unknown): void {
  note(`${nameFor(owner)}:${name}`, value);
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
  const into = database;
  await painted();
  if (database !== into) return mark;
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
