import "./progress.css";

interface ProgressBarProps {
  label: string;
  /** From 0 to 1. */
  value: number;
}

/** How much of something is done. */
export function ProgressBar({ label, value }: ProgressBarProps) {
  return <progress className="ui-progress" aria-label={label} max={1} value={value} />;
}
