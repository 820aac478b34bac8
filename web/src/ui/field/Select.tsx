import type { ComponentPropsWithRef } from "react";
import { Icon } from "../icon/Icon";
import { Field, type FieldTexts } from "./Field";
import "./select.css";

export interface SelectOption<Value extends string> {
  value: Value;
  text: string;
  disabled?: boolean;
}

type Native = Omit<ComponentPropsWithRef<"select">, "onChange" | "value" | "children" | "id" | "size">;

interface SelectProps<Value extends string> extends FieldTexts, Native {
  value: Value;
  options: readonly SelectOption<Value>[];
  onChange: (value: Value) => void;
  size?: "small" | "normal";
}

/** One of a few fixed things. The list is the system's own: it works with every keyboard, screen reader and phone. */
export function Select<Value extends string>({
  label,
  hideLabel,
  help,
  error,
  optional,
  ...rest
}: SelectProps<Value>) {
  const { value, options, onChange, size = "normal", ...native } = rest;
  function handleChange(chosen: string) {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  }
  return (
    <Field label={label} hideLabel={hideLabel} help={help} error={error} optional={optional}>
      {(control) => (
        <span className="ui-select" data-size={size}>
          <select
            {...native}
            {...control}
            value={value}
            onChange={(event) => handleChange(event.currentTarget.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.text}
              </option>
            ))}
          </select>
          <Icon name="chevron-down" size={16} />
        </span>
      )}
    </Field>
  );
}
