import { expect, test, vi } from "vitest";
import { keepDraft } from "./actions";
import { draftList, drafts, hasDraft, withDraft } from "./model";

const draft = (text: string, at: number, root = "") => ({ text, at, channel: "c", root });
const empty = { drafts: {} };

test("of two tabs the newest text wins, in whichever order they are heard", () => {
  const [older, newer] = [draft("the", 1), draft("the depot", 2)];
  const inOrder = { ...empty, ...withDraft({ ...empty, ...withDraft(empty, older) }, newer) };
  const turned = { ...empty, ...withDraft(empty, newer) };
  expect({ ...turned, ...withDraft(turned, older) }).toEqual(inOrder);
  expect(inOrder.drafts).toEqual({ c: newer });
});

test("an empty draft removes what is older, and nothing that is newer", () => {
  const state = { drafts: { c: draft("written since", 5) } };
  expect(withDraft(state, draft("", 4))).toEqual({});
  expect(withDraft(state, draft("", 6))).toEqual({ drafts: {} });
  expect(state.drafts.c.text).toBe("written since");
});

test("a thread's draft is its own, and blanks are no draft to speak of", () => {
  const state = { drafts: { c: draft("  ", 1), r: draft("reply", 2, "r"), d: draft("last", 3) } };
  expect(hasDraft(state, "c")).toBe(false);
  expect(draftList(state).map(({ text }) => text)).toEqual(["last", "reply"]);
  expect(drafts.kept.written).toEqual(["drafts"]);
});

test("a clock that is set back does not make what is written the older text", () => {
  const place = { channel: "c", root: "" };
  vi.spyOn(Date, "now").mockReturnValueOnce(1_000).mockReturnValue(10);
  keepDraft(place, "the");
  keepDraft(place, "the depot");
  expect(drafts.get().drafts.c).toMatchObject({ text: "the depot", at: 1_001 });
  vi.restoreAllMocks();
});
