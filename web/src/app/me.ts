import { learn } from "@/features/people";
import { loadSession, session } from "@/features/session";

/** Asks for who I am. */
export async function loadMe(): Promise<void> {
  await loadSession();
  const { me } = session.get();
  if (me) learn([me]);
}
