import "./field.css";
import { type ReactNode, useId } from "react";
import { useT } from "@/i18n";
import { VisuallyHidden } from "../announcer/VisuallyHidden";
import { Icon } from "../icon/Icon";

/** What every field takes, whatever is typed or chosen in it. */
export interface FieldTexts {
  label: ReactNode;
  /** The label is for screen readers alone, because the place says it already (a search box with its icon). */
  hideLabel?: boolean | undefined;
  /** One sentence below. */
  help?: ReactNode;
  /** What is wrong, in words that say how to mend it. Takes the place of the help. */
  error?: ReactNode;
  /** Says "Optional" beside the label. */
  optional?: boolean | undefined;
}

/** What the control inside a field must carry to belong to it. */
export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

interface FieldProps extends FieldTexts {
  children: (control: FieldControl) => ReactNode;
}

/** A label, a control, and the help or the error that is read with it. */
export function Field({ label, hideLabel, help, error, optional, children }: FieldProps) {
  const t = useT();
  const id = useId();
  const note = `${id}note`;
  const wrong = error !== undefined && error !== null && error !== false && error !== "";
  const text = (
    <label htmlFor={id} className="ui-label">
      {label} {optional && <small>{t("ui.optional")}</small>}
    </label>
  );
  return (
    <div className="ui-field">
      {hideLabel ? <VisuallyHidden>{text}</VisuallyHidden> : text}
      {children({
        id,
        "aria-describedby": wrong || help ? note : undefined,
        "aria-invalid": wrong || undefined,
      })}
      {wrong ? (
        <p className="ui-help" id={note} data-bad="" role="alert">
          <Icon name="error" size={16} />
          <span>{error}</span>
        </p>
      ) : (
        help && (
          <p className="ui-help" id={note}>
            {help}
          </p>
        )
      )}
    </div>
  );
}
