import type { ComponentPropsWithRef } from "react";
import { Field, type FieldTexts } from "./Field";

type Native = Omit<ComponentPropsWithRef<"textarea">, "onChange" | "value" | "children" | "id">;

interface TextAreaProps extends FieldTexts, Native {
  value: string;
  onChange: (value: string) => void;
}

/** Several lines of text; grows with them. */
export function TextArea({ label, hideLabel, help, error, optional, ...rest }: TextAreaProps) {
  const { value, onChange, rows = 3, ...native } = rest;
  return (
    <Field label={label} hideLabel={hideLabel} help={help} error={error} optional={optional}>
      {(control) => (
        <span className="ui-input">
          <textarea
            dir="auto"
            {...native}
            {...control}
            rows={rows}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </span>
      )}
    </Field>
  );
}
