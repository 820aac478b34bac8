import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { channels } from "@/features/channels";
import { messages } from "@/features/messages";
import { isWatched, shareAttention } from "./attention";

let hasFocus = false;
let stop: () => void;
/** Another tab, as it hears and speaks. */
let other: { posted: unknown[]; say(data: unknown): void };

beforeEach(() => {
  hasFocus = false;
  vi.spyOn(document, "hasFocus").mockImplementation(() => hasFocus);
  class Channel {
    onmessage: ((event: { data: unknown }) => void) | undefined;
    constructor() {
      other = { posted: [], say: (data) => this.onmessage?.({ data }) };
    }
    postMessage(data: unknown): void {
      other.posted.push(data);
    }
    close(): void {}
  }
  vi.stubGlobal("BroadcastChannel", Channel);
  stop = shareAttention("me");
});
afterEach(() => {
  stop();
  channels.reset();
  messages.reset();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

function focus(isOn: boolean): void {
  hasFocus = isOn;
  window.dispatchEvent(new Event(isOn ? "focus" : "blur"));
}

test("a channel is watched while it is open in a page with the focus; a reply only with its thread", () => {
  channels.set({ open: "plans" });
  expect(isWatched({ channel: "plans", root: "" })).toBe(false);
  focus(true);
  expect(isWatched({ channel: "plans", root: "" })).toBe(true);
  expect(isWatched({ channel: "other", root: "" })).toBe(false);
  expect(isWatched({ channel: "plans", root: "thread" })).toBe(false);
  messages.set({ pane: { kind: "thread", root: "thread" } });
  expect(isWatched({ channel: "plans", root: "thread" })).toBe(true);
  focus(false);
  expect(isWatched({ channel: "plans", root: "thread" })).toBe(false);
});

test("what another tab shows is watched until it says otherwise, or this one has the focus", () => {
  other.say({ tab: "a", watched: { channel: "plans", root: "" } });
  expect(isWatched({ channel: "plans", root: "" })).toBe(true);
  other.say({ tab: "b", watched: { channel: "news", root: "" } });
  other.say({ tab: "a", watched: null });
  expect(isWatched({ channel: "plans", root: "" })).toBe(false);
  expect(isWatched({ channel: "news", root: "" })).toBe(true);
  focus(true);
  expect(isWatched({ channel: "news", root: "" })).toBe(false);
});

test("the others hear each change once, and whoever asks hears what is so", () => {
  other.posted.length = 0;
  channels.set({ open: "plans" });
  expect(other.posted).toEqual([]);
  focus(true);
  channels.set({ readFrom: 5 });
  focus(true);
  expect(other.posted).toMatchObject([{ watched: { channel: "plans", root: "" } }]);
  other.say("who");
  expect(other.posted).toHaveLength(2);
  window.dispatchEvent(new Event("pagehide"));
  expect(other.posted.at(-1)).toMatchObject({ watched: null });
});
