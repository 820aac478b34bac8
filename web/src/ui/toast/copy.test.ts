import { afterEach, expect, test, vi } from "vitest";
import { startLanguage } from "@/i18n";
import { copy, copyAnd } from "./copy";
import { toasts } from "./toasts";

await startLanguage();

afterEach(() => {
  vi.restoreAllMocks();
  toasts.show({ text: "" })();
});

test("what is copied says so, and what the browser does not let be copied says that", async () => {
  const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
  copy("text", "Copied");
  await vi.waitFor(() => expect(toasts.current).toMatchObject({ text: "Copied" }));
  write.mockRejectedValue(new DOMException("", "NotAllowedError"));
  const onCopied = vi.fn();
  copyAnd("text", onCopied);
  await vi.waitFor(() => expect(toasts.current).toMatchObject({ kind: "bad" }));
  expect(onCopied).not.toHaveBeenCalled();
});
