import "./choice.css";
import { type ReactNode, useEffect, useRef } from "react";

interface CheckboxProps {
  /** The words beside the box; a string of their own for boxes whose meaning the place gives (a table's row). */
  label: ReactNode;
  hideLabel?: boolean;
  help?: ReactNode;
  /** `mixed`: some of what it stands for. */
  checked: boolean | "mixed";
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  name?: string;
}

/** Yes or no, as part of something that is sent later. For what works at once there is Switch. */
export function Checkbox({ label, hideLabel = false, help, checked, onChange, ...rest }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = checked === "mixed";
  }, [checked]);
  return (
    <label className="ui-choice">
      <input
        {...rest}
        ref={box}
        className="ui-pick"
        type="checkbox"
        checked={checked === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className={hideLabel ? "ui-hidden" : undefined}>
        {label}
        {help && <small>{help}</small>}
      </span>
    </label>
  );
}
