import type { Page } from "playwright-core";

/** Everything in one store of the client's local database, as it stands now. */
export function localRows(page: Page, store: "pages" | "outbox"): Promise<unknown[]> {
  return page.evaluate(async (name) => {
    const known = (await indexedDB.databases()).find((one) => one.name?.startsWith("wardroom"));
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open(known?.name ?? ""));
    const rows = await done<unknown[]>(database.transaction(name).objectStore(name).getAll());
    database.close();
    return rows;
  }, store);
}
