import { lazy, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { onCard, people, type ShownCard, showCard, shownCard } from "@/features/people";
import { withTexts } from "@/i18n";
import { Later } from "@/ui/boundary/Later";

const PersonCard = lazy(async () => {
  const card = await withTexts("people", import("./PersonCard"));
  return { default: card.PersonCard };
});

/** How long the pointer or the focus of the keyboard rests on somebody before their card comes by itself. */
const REST_MS = 500;
/** How long the pointer may take from the name to the card. */
const LEAVE_MS = 250;

type Found = Pick<ShownCard, "user" | "anchor">;

/** Whom something on the page stands for: a name, a face, or a mention in a text. */
function personAt(target: EventTarget | null): Found | undefined {
  if (!(target instanceof Element)) return undefined;
  const named = target.closest<HTMLElement>("[data-person]");
  if (named?.dataset.person) return { anchor: named, user: named.dataset.person };
  const mention = target.closest<HTMLAnchorElement>("a.ui-mention");
  const username = /\/messages\/@([^/]+)$/.exec(mention?.pathname ?? "")?.[1];
  // Most of what is pointed at names nobody, and those who are known may be thousands.
  if (username === undefined) return undefined;
  const user = Object.values(people.get().users).find((one) => one.username === username);
  return mention && user ? { anchor: mention, user: user.id } : undefined;
}

/**
 * The one card of a person, rendered once. It opens on what carries `data-person` and on mentions: at a press, with the
 * focus in it; by itself where the pointer or the keyboard's focus rests.
 */
export function PersonCards(): ReactNode {
  const card = useSyncExternalStore(onCard, shownCard);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function rest(found: Found | undefined): void {
      clearTimeout(timer);
      if (found) timer = setTimeout(() => showCard({ ...found, isEntered: false }), REST_MS);
    }
    function handleOver({ target, pointerType }: PointerEvent): void {
      if (pointerType === "touch" || !(target instanceof Element)) return;
      const found = personAt(target);
      const shown = shownCard();
      if (!shown) {
        rest(found);
        return;
      }
      if (shown.isEntered) return;
      clearTimeout(timer);
      if (target.closest(".person-card") || found?.anchor === shown.anchor) return;
      timer = setTimeout(() => showCard(undefined), LEAVE_MS);
    }
    function handleFocus({ target }: FocusEvent): void {
      if (shownCard() || !(target instanceof Element) || !target.matches(":focus-visible")) return;
      rest(personAt(target));
    }
    function handleBlur({ target }: FocusEvent): void {
      clearTimeout(timer);
      const shown = shownCard();
      if (shown && !shown.isEntered && shown.anchor === target) showCard(undefined);
    }
    function handleClick({ target, altKey }: MouseEvent): void {
      clearTimeout(timer);
      const found =
        target instanceof Element && target.closest("[data-person]") ? personAt(target) : undefined;
      if (!found || altKey) return;
      const shown = shownCard();
      const isOpen = shown?.isEntered === true && shown.anchor === found.anchor;
      showCard(isOpen ? undefined : { ...found, isEntered: true });
    }
    document.addEventListener("pointerover", handleOver);
    document.addEventListener("focusin", handleFocus);
    document.addEventListener("focusout", handleBlur);
    document.addEventListener("click", handleClick);
    return () => {
      clearTimeout(timer);
      showCard(undefined);
      document.removeEventListener("pointerover", handleOver);
      document.removeEventListener("focusin", handleFocus);
      document.removeEventListener("focusout", handleBlur);
      document.removeEventListener("click", handleClick);
    };
  }, []);

  return (
    <Later>
      {card && (
        <PersonCard
          key={`${card.user} ${card.isEntered}`}
          card={card}
          onClose={() => {
            if (shownCard() === card) showCard(undefined);
          }}
        />
      )}
    </Later>
  );
}
