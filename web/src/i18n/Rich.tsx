import { Fragment, type ReactNode } from "react";
import type { MessageId } from "./ids";
import { type MessageValues, useT } from "./translate";

interface RichProps {
  id: MessageId;
  values?: MessageValues;
  /** What stands for `<name>text</name>` in the message. Tags do not nest. */
  parts: Record<string, (text: string) => ReactNode>;
}

/** A message with elements in it, so that no sentence is glued from parts. */
export function Rich({ id, values, parts }: RichProps): ReactNode {
  const text = useT()(id, values);
  const pieces = text.split(/<(\w+)>(.*?)<\/\1>/su);
  const nodes: ReactNode[] = [];
  for (let index = 0; index < pieces.length; index += 3) {
    const [before, name, inner] = pieces.slice(index, index + 3);
    const part = name === undefined ? undefined : parts[name];
    nodes.push(
      <Fragment key={index}>
        {before}
        {part && inner !== undefined ? part(inner) : inner}
      </Fragment>,
    );
  }
  return nodes;
}
