import "./skeleton.css";

interface SkeletonProps {
  /** What is on its way, for screen readers. */
  label: string;
  /** The lines of what will be there, each as long as this share of the width, in percent. */
  lines?: readonly number[];
}

/** The shape of what is on its way; shows after 150 ms, and never for what is known. */
export function Skeleton({ label, lines = [32, 90, 68] }: SkeletonProps) {
  return (
    <div className="ui-bones" role="status" aria-label={label}>
      {lines.map((share, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines have nothing else to be known by
        <span key={index} className="ui-bone" style={{ inlineSize: `${share}%` }} />
      ))}
    </div>
  );
}
