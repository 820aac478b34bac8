import "./choice.css";
import { type ReactNode, useId } from "react";

/** One of the things a radio group or a segmented control offers. */
export interface Choice<Value extends string> {
  value: Value;
  text: ReactNode;
  help?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps<Value extends string> {
  label: ReactNode;
  /** The label is for screen readers alone, because a heading above says it. */
  hideLabel?: boolean;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, all in sight, each with room for a word of explanation. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, hideLabel = false, choices, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className="ui-field">
      <legend className={hideLabel ? "ui-hidden" : "ui-label"}>{label}</legend>
      {choices.map((choice) => (
        <label className="ui-choice" key={choice.value}>
          <input
            className="ui-pick"
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          <span>
            {choice.text}
            {choice.help && <small>{choice.help}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** One of two to four short words, side by side. */
export function Segments<Value extends string>(props: Omit<RadioGroupProps<Value>, "hideLabel">) {
  const { label, choices, value, onChange } = props;
  const name = useId();
  return (
    <fieldset className="ui-segments">
      <legend className="ui-hidden">{label}</legend>
      {choices.map((choice) => (
        <label key={choice.value}>
          <input
            type="radio"
            name={name}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          {choice.text}
        </label>
      ))}
    </fieldset>
  );
}
