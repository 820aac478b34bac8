import "./boundary.css";
import { Component, type ReactNode } from "react";
import { translate } from "@/i18n";
import { Button } from "../button/Button";
import { isOutdated } from "./outdated";

interface BoundaryProps {
  children: ReactNode;
  /** What stands in for what broke: a notice that fills its place, a line among others, or nothing. */
  kind?: "place" | "row" | "nothing";
  /** What it shows: when it shows something else, what broke is tried again, and what is whole stays. */
  of?: string;
}

/** Keeps what breaks in it from taking along what is around it. Another `key` begins anew. */
export class Boundary extends Component<BoundaryProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override componentDidUpdate(before: BoundaryProps) {
    if (before.of !== this.props.of && this.state.isBroken) this.setState({ isBroken: false });
  }

  override render(): ReactNode {
    const { children, kind = "place" } = this.props;
    if (!this.state.isBroken) return children;
    if (kind === "nothing") return null;
    if (kind === "row") return <p className="ui-broken small mute">{translate("trouble.row")}</p>;
    return (
      <div className="ui-broken" data-kind="place" role="alert">
        <p>{translate(isOutdated() ? "trouble.update" : "trouble.crash")}</p>
        <Button onClick={() => location.reload()}>{translate("trouble.reload")}</Button>
      </div>
    );
  }
}
