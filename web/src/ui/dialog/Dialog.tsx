import "./dialog.css";
import { type MouseEvent, type ReactNode, type SyntheticEvent, useId, useLayoutEffect, useRef } from "react";
import { useT } from "@/i18n";
import { Button } from "../button/Button";
import { IconButton } from "../button/IconButton";
import { holdFocus } from "./holdFocus";

interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  /** The buttons; the main one last. */
  footer?: ReactNode;
  /** Escape, the cross, or a press beside it. The owner stops rendering it. */
  onClose: () => void;
  /** The dialog is a form: Enter in a field does what the main button (`type="submit"`) does. */
  onSubmit?: () => void;
  /** A press beside it does not close: something was typed that would be lost. */
  keepsText?: boolean;
  size?: "normal" | "wide" | "full";
}

/**
 * A modal dialog, open as long as it is rendered. What is behind can be neither reached nor read. The focus goes to
 * `[data-autofocus]`, else to the first field, else to the last button, and back to the opener in the end.
 */
export function Dialog(props: DialogProps) {
  const { title, children, footer, onClose, onSubmit, keepsText = false, size = "normal" } = props;
  const t = useT();
  const id = useId();
  const inside = (
    <>
      <header className="ui-dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t("ui.close")} onClick={onClose} />
      </header>
      <div className="ui-dialog-body">{children}</div>
      {footer && <footer className="ui-dialog-foot">{footer}</footer>}
    </>
  );
  function handleSubmit(event: SyntheticEvent) {
    event.preventDefault();
    // A dialog may lie inside the markup of another form, whose own submission this is not.
    event.stopPropagation();
    onSubmit?.();
  }
  return (
    <Modal labelledBy={id} size={size} keepsText={keepsText} onClose={onClose}>
      {onSubmit ? (
        <form noValidate onSubmit={handleSubmit}>
          {inside}
        </form>
      ) : (
        inside
      )}
    </Modal>
  );
}

interface AlertDialogProps {
  /** The question, with the name of what it is about. */
  title: ReactNode;
  /** What it means for the people concerned. */
  children: ReactNode;
  /** The verb: "Archive channel". */
  confirm: ReactNode;
  /** The way out, as a verb too: "Keep it". It has the focus. */
  cancel: ReactNode;
  kind?: "main" | "danger";
  busy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
}

/** A question before something that can't be taken back. */
export function AlertDialog(props: AlertDialogProps) {
  const { title, children, confirm, cancel, kind = "danger", busy = false, onConfirm, onCancel } = props;
  const id = useId();
  return (
    <Modal role="alertdialog" labelledBy={id} describedBy={`${id}text`} keepsText onClose={onCancel}>
      <header className="ui-dialog-head">
        <h2 id={id}>{title}</h2>
      </header>
      <div className="ui-dialog-body" id={`${id}text`}>
        {children}
      </div>
      <footer className="ui-dialog-foot">
        <Button data-autofocus="" onClick={onCancel}>
          {cancel}
        </Button>
        <Button kind={kind} busy={busy} onClick={onConfirm}>
          {confirm}
        </Button>
      </footer>
    </Modal>
  );
}

interface ModalProps {
  children: ReactNode;
  labelledBy: string;
  describedBy?: string;
  role?: "alertdialog";
  size?: "normal" | "wide" | "full";
  keepsText?: boolean;
  onClose: () => void;
}

/** The bare modal surface. */
function Modal(props: ModalProps) {
  const { children, labelledBy, describedBy, role, size = "normal", keepsText, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const giveBack = holdFocus();
    element.showModal();
    const target =
      element.querySelector<HTMLElement>("[data-autofocus]") ??
      element.querySelector<HTMLElement>(
        "input:not(:disabled),textarea:not(:disabled),select:not(:disabled)",
      ) ??
      [...element.querySelectorAll<HTMLElement>("button:not(:disabled)")].at(-1);
    target?.focus();
    return () => {
      element.close();
      giveBack();
    };
  }, []);
  function handleCancel(event: SyntheticEvent) {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    onClose();
  }
  function handlePointerDown(event: MouseEvent<HTMLDialogElement>) {
    if (keepsText || event.target !== event.currentTarget) return;
    const box = event.currentTarget.getBoundingClientRect();
    const inside =
      event.clientX >= box.left &&
      event.clientX <= box.right &&
      event.clientY >= box.top &&
      event.clientY <= box.bottom;
    if (!inside) onClose();
  }
  return (
    <dialog
      ref={dialog}
      className="ui-dialog"
      data-size={size}
      data-role={role === "alertdialog" ? "alert" : undefined}
      role={role}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={handleCancel}
      onMouseDown={handlePointerDown}
    >
      {children}
    </dialog>
  );
}
