import "./icon.css";
import { directional, type IconName } from "./names";

export type { IconName } from "./names";

interface IconProps {
  name: IconName;
  size?: 14 | 16 | 20 | 32;
  /** What the icon says, when nothing beside it says so. Without it the icon is hidden from screen readers. */
  label?: string;
  className?: string;
}

/** A symbol of our own sprite, which is in the page (`build/page.ts`), in the colour of the text around it. */
export function Icon({ name, size = 20, label, className }: IconProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would be shown as a hint; the name is said by the label
    <svg
      className={className ? `ui-icon ${className}` : "ui-icon"}
      data-size={size}
      data-dir={directional.has(name) ? "" : undefined}
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    >
      <use href={`#icon-${name}`} />
    </svg>
  );
}
