import { afterEach, expect, test, vi } from "vitest";
import { get } from "./client";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** A server that takes calls and never ends its answers. */
function hang(answer?: Response): void {
  vi.stubGlobal("fetch", (_: string, { signal }: RequestInit) =>
    answer
      ? Promise.resolve(answer)
      : new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  );
}

test("a call that nobody answers ends as one that was not reached", async () => {
  const patience = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
  hang();
  const asked = get("/users/me");
  patience.abort(new DOMException("", "TimeoutError"));
  await expect(asked).rejects.toMatchObject({ hindrance: "offline" });
});

test("what was given up here is told as that", async () => {
  const own = new AbortController();
  hang();
  const asked = get("/users/me", {}, { signal: own.signal });
  own.abort();
  await expect(asked).rejects.toMatchObject({ name: "AbortError" });
});

test("an answer that breaks off is none", async () => {
  const answer = new Response("{");
  vi.spyOn(answer, "text").mockRejectedValue(new TypeError("network"));
  hang(answer);
  await expect(get("/users/me")).rejects.toMatchObject({ hindrance: "offline" });
});
