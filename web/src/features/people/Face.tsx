import { type ReactNode, useEffect } from "react";
import { api } from "@/api";
import { Avatar } from "@/ui/avatar/Avatar";
import { showPresence } from "./actions";
import { displayName, type Presence, people } from "./model";
import { useNameFormat } from "./names";

interface FaceProps {
  user: string;
  size?: 20 | 24 | 28 | 36 | 40 | 44 | 64;
  /** Shows whether they are there, and has that asked for. */
  withPresence?: boolean;
}

/** Somebody's face: their picture if they have chosen one, else their initials. */
export function Face({ user: id, size = 36, withPresence = false }: FaceProps): ReactNode {
  return withPresence ? <PresentFace user={id} size={size} /> : <PlainFace user={id} size={size} />;
}

function PresentFace({ user: id, size }: FaceProps): ReactNode {
  const presence = people.use((state) => state.presence[id]);
  useEffect(() => showPresence(id), [id]);
  return <PlainFace user={id} size={size} presence={presence} />;
}

function PlainFace({ user: id, size, presence }: FaceProps & { presence?: Presence | undefined }): ReactNode {
  const format = useNameFormat();
  const user = people.use((state) => state.users[id]);
  return (
    <Avatar
      id={id}
      name={displayName(user, format)}
      size={size}
      kind={user?.is_bot ? "bot" : "person"}
      src={user?.last_picture_update ? api.picture(user) : undefined}
      presence={user?.is_bot ? undefined : presence}
    />
  );
}
