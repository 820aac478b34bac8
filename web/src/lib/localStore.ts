import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { basePath } from "./base";
import { type KeptSlice, slices } from "./slice";

/** What waits to be sent, in the order it was written. */
export interface OutboxRow {
  kind: string;
  payload: unknown;
  /** Refused, and kept until a person decides. */
  isHeld?: boolean;
}

interface Schema extends DBSchema {
  values: { key: string; value: unknown };
  rows: { key: [table: string, id: string]; value: unknown };
  pages: { key: string; value: unknown };
  outbox: { key: number; value: OutboxRow };
}

/** Raised when what is stored changes its shape: everything but the outbox is fetched anew then. */
const VERSION = 1;
const QUIET_MS = 400;

let database: IDBPDatabase<Schema> | undefined;
let stopWriting: (() => void) | undefined;

const nameFor = (user: string): string => `wardroom${basePath}:${user}`;

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
      },
      blocking: () => closeLocalStore(),
    });
  } catch {
    return undefined;
  }
}

/** Opens a user's local store, fills every slice from it, and from then on writes down what changes. */
export async function openLocalStore(user: string): Promise<void> {
  await closeLocalStore();
  database = await openFor(user);
  if (!database) return;
  const [keys, values, rowKeys, rows] = await Promise.all([
    database.getAllKeys("values"),
    database.getAll("values"),
    database.getAllKeys("rows"),
    database.getAll("rows"),
  ]);
  const found = new Map<string, unknown>(keys.map((key, index) => [key, values[index]]));
  const tables = new Map<string, Record<string, unknown>>();
  rowKeys.forEach(([table, id], index) => {
    const into = tables.get(table) ?? {};
    into[id] = rows[index];
    tables.set(table, into);
  });
  const stops = [...slices()].map((one) => {
    const fields: Record<string, unknown> = {};
    for (const key of one.kept.values ?? []) {
      if (found.has(`${one.name}.${key}`)) fields[key] = found.get(`${one.name}.${key}`);
    }
    for (const key of one.kept.tables ?? []) {
      const table = tables.get(`${one.name}.${key}`);
      if (table) fields[key] = table;
    }
    one.fill(fields);
    return writeChanges(one);
  });
  stopWriting = () => {
    for (const stop of stops) stop();
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
      const before = written.get(key);
      const now = one.field(key);
      if (before === now || !isTable(before) || !isTable(now)) continue;
      const rows = write.objectStore("rows");
      for (const [id, row] of Object.entries(now)) {
        if (before[id] !== row) void rows.put(row, [`${one.name}.${key}`, id]);
      }
      for (const id of Object.keys(before)) {
        if (!(id in now)) void rows.delete([`${one.name}.${key}`, id]);
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

/** Stops writing and lets go of the file. */
export async function closeLocalStore(): Promise<void> {
  stopWriting?.();
  stopWriting = undefined;
  database?.close();
  database = undefined;
}

/** Removes all that is kept of a user: they have signed out. */
export async function eraseLocalStore(user: string): Promise<void> {
  await closeLocalStore();
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

/** Writes down what has to be sent, before it is sent. */
export async function addToOutbox(row: OutboxRow): Promise<number | undefined> {
  return database?.add("outbox", row);
}

export async function holdInOutbox(key: number, row: OutboxRow): Promise<void> {
  await database?.put("outbox", { ...row, isHeld: true }, key);
}

export async function removeFromOutbox(key: number): Promise<void> {
  await database?.delete("outbox", key);
}

/** What was not sent when the page was last left. */
export async function readOutbox(): Promise<{ key: number; row: OutboxRow }[]> {
  if (!database) return [];
  const [keys, rows] = await Promise.all([database.getAllKeys("outbox"), database.getAll("outbox")]);
  return keys.flatMap((key, index) => {
    const row = rows[index];
    return row ? [{ key, row }] : [];
  });
}
