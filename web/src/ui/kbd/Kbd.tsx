import "./kbd.css";
import { keyNames } from "./keys";

interface KbdProps {
  /** A shortcut, as in `Ctrl+K`; keys pressed one after the other are separated by a space, as in `G T`. */
  keys: string;
  /** Where it stands: on paper, or on the dark ground of hints. */
  on?: "paper" | "ink";
}

/** Keys without any held: those that can be switched off. */
const isSingle = /^\S( \S)?$/;

/** A shortcut, key by key, in the words of the reader's keyboard. */
export function Kbd({ keys, on = "paper" }: KbdProps) {
  return (
    <span className="ui-keys" data-on={on} data-single={isSingle.test(keys) || undefined} dir="ltr">
      {keys
        .split(" ")
        .flatMap((shortcut) => keyNames(shortcut))
        .map((key, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed sequence, in which a key may come twice
          <kbd key={index}>{key}</kbd>
        ))}
    </span>
  );
}
