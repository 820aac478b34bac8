import "./choice.css";

interface SliderProps {
  label: string;
  min: number;
  max: number;
  step?: number;
  value: number;
  /** What the value means, in words: "15 pixels". */
  valueText?: string;
  onChange: (value: number) => void;
}

/** A number between two ends. */
export function Slider({ label, valueText, onChange, step = 1, ...rest }: SliderProps) {
  return (
    <input
      {...rest}
      className="ui-slider"
      type="range"
      step={step}
      aria-label={label}
      aria-valuetext={valueText}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
    />
  );
}
