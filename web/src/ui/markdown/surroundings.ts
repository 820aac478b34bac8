import { createContext } from "react";

/** What a name in a text means here. Whatever is not known is shown as it was written. */
export interface Surroundings {
  /** The person of a username. */
  person: (name: string) => { label: string; isMe: boolean; address: string } | null;
  /** The channel of a name. */
  channel: (name: string) => { label: string; address: string } | null;
  /** The page of a hashtag. */
  hashtag: (tag: string) => string | null;
  /** The sign of an emoji, or the address of its picture on this server. */
  emoji: (name: string) => { sign: string } | { picture: string } | null;
  /** Where a picture may be loaded from; `null` shows a link in its place. */
  picture: (url: URL) => string | null;
  /** The page of this site that an address opens, relative to the site. */
  page: (url: URL) => string | null;
  /** Goes to a page of this site. */
  onFollow: (address: string) => void;
}

/** A place where nothing is known. */
export const nowhere: Surroundings = {
  person: () => null,
  channel: () => null,
  hashtag: () => null,
  emoji: () => null,
  picture: () => null,
  page: () => null,
  onFollow: () => {},
};

export const SurroundingsContext = createContext<Surroundings>(nowhere);
