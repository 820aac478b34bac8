import { expect, test } from "vitest";
import { Button } from "../button/Button";
import { render } from "../testing/render";
import { MenuButton, MenuItem } from "./Menu";

function page(onSelect: (what: string) => void) {
  return render(
    <MenuButton label="Message" trigger={(trigger) => <Button {...trigger}>More</Button>}>
      {() => (
        <>
          <MenuItem onSelect={() => onSelect("pin")}>Pin</MenuItem>
          <MenuItem onSelect={() => onSelect("copy")}>Copy link</MenuItem>
          <MenuItem unavailable="Read only" onSelect={() => onSelect("delete")}>
            Delete
          </MenuItem>
        </>
      )}
    </MenuButton>,
  );
}

test("it opens with the first item focused, and arrows and letters move", () => {
  const { find, click, press } = page(() => {});
  click("button");
  expect(find("[role=menu]").getAttribute("aria-label")).toBe("Message");
  expect(document.activeElement?.textContent).toBe("Pin");
  press("ArrowUp");
  expect(document.activeElement?.textContent).toContain("Delete");
  press("c");
  expect(document.activeElement?.textContent).toBe("Copy link");
});

test("choosing closes it, gives the focus back, then acts", () => {
  const chosen: string[] = [];
  const { find, click } = page((what) => chosen.push(`${what} ${document.activeElement?.textContent}`));
  click("button");
  click("[role=menuitem]:nth-child(2)");
  expect(chosen).toHaveLength(1);
  expect(document.querySelector("[role=menu]")).toBeNull();
  expect(document.activeElement).toBe(find("button"));
});

test("what is unavailable says why and does nothing", () => {
  const chosen: string[] = [];
  const { find, click } = page((what) => chosen.push(what));
  click("button");
  const item = find("[aria-disabled=true]");
  expect(item.textContent).toContain("Read only");
  click("[aria-disabled=true]");
  expect(chosen).toEqual([]);
});

test("Escape closes it and is used up", () => {
  const seen: string[] = [];
  const listen = (event: KeyboardEvent) => seen.push(event.key);
  document.addEventListener("keydown", listen);
  const { find, click, press } = page(() => {});
  click("button");
  press("Escape");
  expect(document.querySelector("[role=menu]")).toBeNull();
  expect(document.activeElement).toBe(find("button"));
  expect(seen).toEqual([]);
  document.removeEventListener("keydown", listen);
});
