import { type ReactNode, useEffect } from "react";
import { api } from "@/api";
import { Avatar } from "@/ui/avatar/Avatar";
import { showPresence } from "./actions";
import { people } from "./model";
import { useName } from "./names";

interface FaceProps {
  user: string;
  size?: 20 | 24 | 28 | 36 | 40 | 44 | 64;
  /** Shows whether they are there, and has that asked for. */
  withPresence?: boolean;
}

/** Somebody's face: their picture if they have chosen one, else their initials. */
export function Face({ user: id, size = 36, withPresence = false }: FaceProps): ReactNode {
  const name = useName(id);
  const user = people.use((state) => state.users[id]);
  const presence = people.use((state) => (withPresence ? state.presence[id] : undefined));
  useEffect(() => (withPresence ? showPresence(id) : undefined), [id, withPresence]);
  return (
    <Avatar
      id={id}
      name={name}
      size={size}
      kind={user?.is_bot ? "bot" : "person"}
      src={user?.last_picture_update ? api.picture(user) : undefined}
      presence={user?.is_bot ? undefined : presence}
    />
  );
}
