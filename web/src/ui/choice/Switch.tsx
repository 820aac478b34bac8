import "./choice.css";
import { type ReactNode, useId } from "react";

interface SwitchProps {
  label: ReactNode;
  /** One sentence below the label. */
  help?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** On or off, at once: a line with its words at the start and the switch at the end. */
export function Switch({ label, help, checked, onChange, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="ui-pref">
      <div className="ui-pref-text">
        <label htmlFor={id} className="ui-pref-name">
          {label}
        </label>
        {help && (
          <p className="ui-help" id={`${id}help`}>
            {help}
          </p>
        )}
      </div>
      <input
        id={id}
        className="ui-switch"
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
        role="switch"
        aria-describedby={help ? `${id}help` : undefined}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}

interface ToggleProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}

/** A switch alone, where the place beside it says what it is for. */
export function Toggle({ label, checked, onChange, disabled = false }: ToggleProps) {
  return (
    <input
      className="ui-switch"
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its own state
      role="switch"
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}

interface PrefProps {
  label: ReactNode;
  help?: ReactNode;
  /** The control at the end; it carries its own name. */
  children: ReactNode;
}

/** The same line for any other control. */
export function Pref({ label, help, children }: PrefProps) {
  return (
    <div className="ui-pref">
      <div className="ui-pref-text">
        <span className="ui-pref-name">{label}</span>
        {help && <p className="ui-help">{help}</p>}
      </div>
      {children}
    </div>
  );
}
