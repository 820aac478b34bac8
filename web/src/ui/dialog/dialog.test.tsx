import { useState } from "react";
import { expect, test } from "vitest";
import { Button } from "../button/Button";
import { render } from "../testing/render";
import { AlertDialog, Dialog } from "./Dialog";

function Page({ onSubmit }: { onSubmit: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button id="opener" onClick={() => setOpen(true)}>
        Create
      </Button>
      {open && (
        <Dialog
          title="Create a channel"
          onClose={() => setOpen(false)}
          onSubmit={onSubmit}
          footer={
            <Button kind="main" type="submit">
              Create channel
            </Button>
          }
        >
          <input aria-label="Name" />
        </Dialog>
      )}
    </>
  );
}

test("it is modal and named, its field has the focus, and the opener gets it back", () => {
  const page = render(<Page onSubmit={() => {}} />);
  page.find("#opener").focus();
  page.click("#opener");
  const dialog = page.find<HTMLDialogElement>("dialog");
  expect(dialog.open).toBe(true);
  expect(document.getElementById(dialog.getAttribute("aria-labelledby") ?? "")?.textContent).toBe(
    "Create a channel",
  );
  expect(document.activeElement).toBe(page.find("input"));
  page.click(".ui-dialog-head button");
  expect(document.querySelector("dialog")).toBeNull();
  expect(document.activeElement).toBe(page.find("#opener"));
});

test("Enter in a field does what the main button does", () => {
  const sent: string[] = [];
  const page = render(<Page onSubmit={() => sent.push("sent")} />);
  page.click("#opener");
  page.find<HTMLFormElement>("form").requestSubmit();
  expect(sent).toEqual(["sent"]);
});

test("a question has the focus on its way out", () => {
  const page = render(
    <AlertDialog title="Archive?" confirm="Archive" cancel="Keep it" onConfirm={() => {}} onCancel={() => {}}>
      31 people lose it.
    </AlertDialog>,
  );
  expect(page.find("[role=alertdialog]").getAttribute("aria-describedby")).toBeTruthy();
  expect(document.activeElement?.textContent).toBe("Keep it");
});
