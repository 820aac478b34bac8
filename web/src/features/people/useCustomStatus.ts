import { useEffect, useState } from "react";
import { type CustomStatus, customStatusOf } from "./customStatus";
import { people } from "./model";

/** The longest that a timer can wait. */
const LONGEST_MS = 2_147_483_647;

/** What somebody says of themselves, until its time is over. */
export function useCustomStatus(id: string): CustomStatus | undefined {
  const user = people.use((state) => state.users[id]);
  const [now, setNow] = useState(Date.now);
  const status = customStatusOf(user, now);
  const end = status?.expires_at;
  useEffect(() => {
    if (end === undefined) return;
    const timer = setTimeout(
      () => setNow(Date.now()),
      Math.min(Math.max(0, Date.parse(end) - Date.now()), LONGEST_MS),
    );
    return () => clearTimeout(timer);
  }, [end]);
  return status;
}
