import "./card.css";
import type { ComponentPropsWithRef } from "react";

/** A thing of its own on a sheet. There is no card inside a card. */
export function Card({ className, ...rest }: ComponentPropsWithRef<"div">) {
  return <div {...rest} className={className ? `ui-card ${className}` : "ui-card"} />;
}
