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
  /** The value it was left at, for what is not done at every step of the way. */
  onDone?: (value: number) => void;
}

/** A number between two ends. */
export function Slider({ label, valueText, onChange, onDone, step = 1, ...rest }: SliderProps) {
  return (
    <input
      {...rest}
      className="ui-slider"
      type="range"
      step={step}
      aria-label={label}
      aria-valuetext={valueText}
      onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      onPointerUp={(event) => onDone?.(event.currentTarget.valueAsNumber)}
      onKeyUp={(event) => onDone?.(event.currentTarget.valueAsNumber)}
    />
  );
}
