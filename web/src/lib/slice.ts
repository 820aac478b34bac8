import { useRef, useSyncExternalStore } from "react";

/** What of a slice outlives a reload. */
interface Kept<T> {
  /** Fields that are stored as a whole. */
  values?: (keyof T & string)[];
  /** Fields that are records by id, stored row by row. */
  tables?: (keyof T & string)[];
  /** Such records of which there may be many, and of which what is seen first needs few: they are read after it. */
  later?: (keyof T & string)[];
  /** The same for what people wrote: each change is written down at once, and outlives a new shape of the store. */
  written?: (keyof T & string)[];
}

/** The state of one feature. */
export interface Slice<T> {
  readonly name: string;
  readonly kept: Kept<T>;
  get(): T;
  set(change: Partial<T> | ((state: T) => Partial<T>)): void;
  subscribe(listener: () => void): () => void;
  /** The state as it was before anything happened, for another user. */
  reset(): void;
  /** What a component reads. The selector gives the same reference as long as nothing that it reads has changed. */
  use<R>(selector: (state: T) => R): R;
}

/** What the local store needs of any slice, whatever it holds. */
export interface KeptSlice {
  readonly name: string;
  readonly kept: { values?: string[]; tables?: string[]; later?: string[]; written?: string[] };
  subscribe(listener: () => void): () => void;
  reset(): void;
  field(key: string): unknown;
  fill(fields: Record<string, unknown>): void;
}

const all = new Map<string, KeptSlice>();

/** Who is told of changes at the end of what is done together. */
let awaiting: Set<() => void> | undefined;
/** Copies of tables that were made since it began: nobody else has seen them. */
let copies = new WeakSet<object>();

/** Does several things to the state, of which everybody is told once, at the end. */
export function together(work: () => void): void {
  if (awaiting) {
    work();
    return;
  }
  const listeners = new Set<() => void>();
  awaiting = listeners;
  try {
    work();
  } finally {
    awaiting = undefined;
    copies = new WeakSet();
    for (const listener of listeners) listener();
  }
}

/** A copy of a table, to be changed. Of all that is done together the first change copies it, however large it is. */
export function copyOf<Table extends object>(table: Table): Table {
  if (copies.has(table)) return table;
  const copy = { ...table };
  if (awaiting) copies.add(copy);
  return copy;
}

/** Makes the slice of a feature. Its name is the feature's, and the place of its rows in the local store. */
export function slice<T extends object>(name: string, initial: T, kept: Kept<T> = {}): Slice<T> {
  let state = initial;
  const listeners = new Set<() => void>();
  function put(next: T): void {
    state = next;
    for (const listener of listeners) {
      if (awaiting) awaiting.add(listener);
      else listener();
    }
  }
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
  const made: Slice<T> = {
    name,
    kept,
    get: () => state,
    set: (change) => {
      const next = { ...state, ...(typeof change === "function" ? change(state) : change) };
      // What changes nothing is told to nobody.
      for (const key in next) if (!Object.is(next[key], state[key])) return put(next);
    },
    subscribe,
    reset: () => put(initial),
    use: (selector) => useSyncExternalStore(subscribe, () => selector(state)),
  };
  all.set(name, {
    name,
    kept,
    subscribe,
    reset: made.reset,
    field: (key) => new Map<string, unknown>(Object.entries(state)).get(key),
    fill: (fields) => put({ ...state, ...fields }),
  });
  return made;
}

/** A selector of a list that gives the same list as long as the same is in it. */
export function useSameList<State, Item>(selector: (state: State) => Item[]): (state: State) => Item[] {
  const last = useRef<Item[]>([]);
  return (state) => {
    const next = selector(state);
    if (next.length !== last.current.length || next.some((one, at) => one !== last.current[at]))
      last.current = next;
    return last.current;
  };
}

/** Every slice that has been made. */
export function slices(): Iterable<KeptSlice> {
  return all.values();
}

/** Forgets everything in memory. */
export function resetSlices(): void {
  for (const one of all.values()) one.reset();
}
