import "./avatar.css";
import { type CSSProperties, useState } from "react";
import { Icon } from "../icon/Icon";
import { hueOf, initialsOf, type Presence as Status } from "./face";
import { Presence } from "./Presence";

declare module "react" {
  interface CSSProperties {
    /** Diameter of a face. */
    "--d"?: string;
    /** Hue of a face without a picture. */
    "--h"?: number;
  }
}

interface AvatarProps {
  /** Decides the colour, so that a face is known by it everywhere. */
  id: string;
  name: string;
  /** A picture; until it is there, and when it can't be had, the initials show. */
  src?: string | undefined;
  size?: 20 | 24 | 28 | 36 | 40 | 44 | 64;
  /** Round is a person; everything else is a rounded square. A group shows `count`. */
  kind?: "person" | "bot" | "group" | "team";
  count?: number;
  presence?: Status | undefined;
  /** Reads out the name; without it the face is decoration beside a name that is written. */
  labelled?: boolean;
}

/** A face. */
export function Avatar(props: AvatarProps) {
  const { id, name, src, size = 36, kind = "person", count, presence, labelled = false } = props;
  const [broken, setBroken] = useState<string>();
  const picture = src !== undefined && src !== broken ? src : undefined;
  const style: CSSProperties = { "--d": `${size}px`, "--h": hueOf(id) };
  const inside =
    kind === "bot" ? <Icon name="bot" /> : kind === "group" && count !== undefined ? count : initialsOf(name);
  return (
    <span
      className="ui-avatar"
      data-kind={kind}
      style={style}
      {...(labelled ? { role: "img", "aria-label": name } : {})}
    >
      {picture === undefined ? (
        <span className="ui-avatar-inside" aria-hidden="true">
          {inside}
        </span>
      ) : (
        <img src={picture} alt="" loading="lazy" decoding="async" onError={() => setBroken(picture)} />
      )}
      {presence && <Presence is={presence} size={size >= 64 ? 14 : size >= 28 ? 10 : 8} />}
    </span>
  );
}
