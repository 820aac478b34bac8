import { preferenceOf, session } from "@/features/session";
import { slice } from "@/lib/slice";
import type { EnterRules } from "./enter";

export interface ComposerState {
  /** Whether the tools for formatting show; by default they do where there is room. */
  hasTools: boolean | undefined;
  /** The message that is being changed. */
  editing: string;
}

export const composer = slice<ComposerState>(
  "composer",
  { hasTools: undefined, editing: "" },
  { values: ["hasTools"] },
);

const LONGEST = 16_383;

/** How many characters a message may have here. */
export function useLongest(): number {
  return session.use((state) => Number(state.config.MaxPostSize) || LONGEST);
}

export function useEnterRules(): EnterRules {
  const ctrlSends = session.use(
    (state) => preferenceOf(state, "advanced_settings", "send_on_ctrl_enter") === "true",
  );
  const fenceHolds = session.use(
    (state) => preferenceOf(state, "advanced_settings", "code_block_ctrl_enter") !== "false",
  );
  return { ctrlSends, fenceHolds };
}

/** Puts one of my messages into my hands. Where its text stands, its row shows `MessageEditor` then. */
export function startEditing(post: string): void {
  composer.set({ editing: post });
}
