import { createElement, lazy } from "react";
import { Later } from "@/ui/boundary/Later";
import type { MessageEditorProps } from "./MessageEditor";

export { Composer } from "./Composer";
export { saveEdit } from "./edits";
export { fieldBeside } from "./fieldBeside";
export { useWritingHindrance } from "./hindrance";
export { composer, startEditing } from "./model";

const Editor = lazy(async () => ({ default: (await import("./MessageEditor")).MessageEditor }));

/** A message in the hands of its author, in the place of its text; loaded when the first one is changed. */
export const MessageEditor = (props: MessageEditorProps) =>
  createElement(Later, null, createElement<MessageEditorProps>(Editor, props));
