import "./toast.css";
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { useT } from "@/i18n";
import { Icon } from "../icon/Icon";
import { Kbd } from "../kbd/Kbd";
import { type ShownToast, TOAST_MS, toasts } from "./toasts";

/** Where toasts appear. The app has one, from its first frame on, so that screen readers know it when the first comes. */
export function ToastRegion() {
  const t = useT();
  const toast = useSyncExternalStore(toasts.subscribe, () => toasts.current);
  const region = useRef<HTMLElement>(null);
  const id = toast?.id;
  // A popover shown last lies uppermost, over dialogs too.
  useLayoutEffect(() => {
    const element = region.current;
    if (!element || !("showPopover" in element)) return;
    if (element.matches(":popover-open")) element.hidePopover();
    if (id !== undefined) element.showPopover();
  }, [id]);
  return (
    <section ref={region} popover="manual" className="ui-toasts" aria-label={t("ui.notices")}>
      <div role="status" aria-atomic="true">
        {toast && toast.kind !== "bad" && <OneToast key={toast.id} toast={toast} />}
      </div>
      <div role="alert" aria-atomic="true">
        {toast?.kind === "bad" && <OneToast key={toast.id} toast={toast} />}
      </div>
    </section>
  );
}

function OneToast({ toast }: { toast: ShownToast }) {
  const t = useT();
  const bad = toast.kind === "bad";
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || bad) return;
    const timer = setTimeout(() => toasts.dismiss(toast.id), TOAST_MS);
    return () => clearTimeout(timer);
  }, [held, bad, toast.id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while someone looks at it
    <div
      className="ui-toast"
      data-kind={bad ? "bad" : "done"}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={bad ? "error" : "check"} size={16} />
      <p>{toast.text}</p>
      {toast.action && (
        <button type="button" onClick={() => toasts.act()}>
          {toast.action.text}
          {toast.action.keys && <Kbd keys={toast.action.keys} on="ink" />}
        </button>
      )}
      {(bad || !toast.action) && (
        <button type="button" aria-label={t("ui.dismiss")} onClick={() => toasts.dismiss(toast.id)}>
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  );
}
