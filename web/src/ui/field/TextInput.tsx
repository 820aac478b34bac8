import type { ComponentPropsWithRef, ReactNode } from "react";
import { Icon, type IconName } from "../icon/Icon";
import { Field, type FieldTexts } from "./Field";

type Native = Omit<ComponentPropsWithRef<"input">, "onChange" | "value" | "size" | "children" | "id">;

export interface TextInputProps extends FieldTexts, Native {
  value: string;
  onChange: (value: string) => void;
  icon?: IconName;
  /** A unit or a button after the text. */
  suffix?: ReactNode;
  size?: "small" | "normal";
}

/** One line of text. */
export function TextInput({ label, hideLabel, help, error, optional, ...rest }: TextInputProps) {
  const { value, onChange, icon, suffix, size = "normal", type = "text", ...native } = rest;
  return (
    <Field label={label} hideLabel={hideLabel} help={help} error={error} optional={optional}>
      {(control) => (
        <span className="ui-input" data-size={size}>
          {icon && <Icon name={icon} size={16} />}
          <input
            dir="auto"
            {...native}
            {...control}
            type={type}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {typeof suffix === "string" ? <span className="ui-input-suffix">{suffix}</span> : suffix}
        </span>
      )}
    </Field>
  );
}
