import { basePath } from "@/lib/base";
import { trusted, workerAddress } from "@/lib/trusted";

/** How long a page has to itself before the worker fetches what a start without a network needs. */
const QUIET_MS = 5_000;

/** Has the browser keep what a start without a network needs. It does without where there are no service workers. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  const register = (): void => {
    navigator.serviceWorker
      .register(trusted.createScriptURL(workerAddress), { scope: `${basePath}/`, updateViaCache: "none" })
      .catch(() => {});
  };
  setTimeout(() => {
    if ("requestIdleCallback" in window) requestIdleCallback(register);
    else register();
  }, QUIET_MS);
}
