import { afterEach, expect, test, vi } from "vitest";
import { drafts, keepDraft } from "@/features/drafts";
import { sendTexts } from "./send";

const { sendMessage } = vi.hoisted(() => ({ sendMessage: vi.fn() }));
vi.mock("@/features/posts", () => ({ sendMessage, isPending: () => false }));

const place = { channel: "c", root: "" };

afterEach(() => {
  sendMessage.mockClear();
  drafts.reset();
});

test("a draft ends with the last message that is made of it", () => {
  keepDraft(place, "one two");
  sendTexts(place, ["one", "two"], "one two");
  expect(sendMessage.mock.calls).toEqual([
    [{ ...place, message: "one" }, undefined],
    [{ ...place, message: "two" }, ["drafts.drafts", "c"]],
  ]);
  expect(drafts.get().drafts).toEqual({});
});

test("what was written on meanwhile is not lost with what is sent", () => {
  keepDraft(place, "@all soon, or later");
  sendTexts(place, ["@all soon"], "@all soon");
  expect(sendMessage.mock.calls).toEqual([[{ ...place, message: "@all soon" }, undefined]]);
  expect(drafts.get().drafts.c?.text).toBe("@all soon, or later");
});
