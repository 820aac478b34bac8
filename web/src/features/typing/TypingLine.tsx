import "./typing.css";
import type { ReactNode } from "react";
import { nameOf, people } from "@/features/people";
import { useT } from "@/i18n";
import { split, typing, typistsIn } from "./model";

interface TypingLineProps {
  /** The channel, or the root of the thread. */
  place: string;
}

/** Who is typing, in words; its space is always taken, so that nothing moves. */
export function TypingLine({ place }: TypingLineProps): ReactNode {
  const t = useT();
  const typists = typing.use((state) => typistsIn(state, place));
  const names = people.use(() => split(typists).map(nameOf).join("\n"));
  const who = names.split("\n").filter((name) => name !== "");
  const [one, two] = who;
  if (one === undefined) return null;
  const text =
    two === undefined
      ? t("messages.typing.one", { one })
      : who.length === 2
        ? t("messages.typing.two", { one, two })
        : t("messages.typing.several");
  return (
    <span className="typing-line">
      <span className="typing-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <bdi className="cut">{text}</bdi>
    </span>
  );
}
