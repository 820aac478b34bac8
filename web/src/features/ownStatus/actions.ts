import { api, type User } from "@/api";
import { type CustomStatus, type Presence, people } from "@/features/people";
import { myId, session } from "@/features/session";
import { type Duration, endOf } from "./model";

/** Says whether I am there: here at once, and as before if the server refuses. Without an end it holds. */
export async function setPresence(presence: Presence, end?: Date): Promise<void> {
  const me = myId();
  const before = people.get().presence[me];
  const show = (is: Presence): void => people.set((state) => ({ presence: { ...state.presence, [me]: is } }));
  show(presence);
  try {
    await api.setStatus(me, presence, end && Math.round(end.getTime() / 1000));
  } catch (error) {
    if (before) show(before);
    throw error;
  }
}

/** Changes what others see of me at once, and gives the way back. */
function showOfMe(props: Record<string, string>): () => void {
  const { me } = session.get();
  if (!me) return () => {};
  const show = (shown: User["props"]): void => {
    const user = { ...(session.get().me ?? me), props: shown };
    session.set({ me: user });
    people.set((state) => ({ users: { ...state.users, [user.id]: user } }));
  };
  show({ ...me.props, ...props });
  return () => show(me.props);
}

/** Says something of myself. */
export async function setCustomStatus(emoji: string, text: string, duration: Duration): Promise<void> {
  const end = endOf(duration, new Date());
  const status: CustomStatus = { emoji, text, duration, ...(end ? { expires_at: end.toISOString() } : {}) };
  const undo = showOfMe({ customStatus: JSON.stringify(status) });
  try {
    await api.setCustomStatus(status);
  } catch (error) {
    undo();
    throw error;
  }
}

/** Takes back what I said of myself. */
export async function clearCustomStatus(): Promise<void> {
  const undo = showOfMe({ customStatus: "" });
  try {
    await api.clearCustomStatus();
  } catch (error) {
    undo();
    throw error;
  }
}
