import { keepSnapshot } from "./snapshot";
import { keepShell } from "./worker";

/** Has the browser keep what the next start needs and shows, until this is called. */
export function keepForNext(user: string): () => void {
  keepShell();
  return keepSnapshot(user);
}
