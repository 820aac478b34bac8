import type { ReactNode } from "react";
import { Face } from "./Face";
import { people } from "./model";
import { useName } from "./names";

/** Somebody in a list: face, name, username. */
export function Person({ user: id }: { user: string }): ReactNode {
  const name = useName(id);
  const username = people.use((state) => state.users[id]?.username ?? "");
  return (
    <>
      <Face user={id} size={28} withPresence />
      <span className="cut">
        <bdi>{name}</bdi>
        {username !== name && <span className="mute small"> @{username}</span>}
      </span>
    </>
  );
}
