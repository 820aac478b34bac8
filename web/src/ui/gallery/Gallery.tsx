import "./gallery.css";
import { useState } from "react";
import { Announcer } from "../announcer/Announcer";
import { Segments } from "../choice/Radio";
import { ToastRegion } from "../toast/ToastRegion";
import { Tooltips } from "../tooltip/Tooltips";
import { Specimens } from "./Specimens";

const themes = ["system", "light", "dark", "contrast-light", "contrast-dark", "all"] as const;
const densities = ["compact", "comfortable", "roomy"] as const;
const directions = ["ltr", "rtl"] as const;

/** The address says what is shown, so that a script can ask for it: `?theme=dark&dir=rtl&density=compact`. */
function wished<Value extends string>(name: string, values: readonly Value[], usual: Value): Value {
  const found = new URLSearchParams(location.search).get(name);
  return values.find((value) => value === found) ?? usual;
}

const choicesOf = <Value extends string>(values: readonly Value[]) =>
  values.map((value) => ({ value, text: value }));

/** Every component in every state, in the theme, density and direction of one's choice. */
export function Gallery() {
  const [theme, setTheme] = useState(() => wished("theme", themes, "system"));
  const [density, setDensity] = useState(() => wished("density", densities, "comfortable"));
  const [direction, setDirection] = useState(() => wished("dir", directions, "ltr"));
  const root = document.documentElement;
  if (theme === "system" || theme === "all") delete root.dataset.theme;
  else root.dataset.theme = theme;
  root.dataset.density = density;
  root.dir = direction;
  return (
    <main className="gallery">
      <h1>The design system</h1>
      <div className="gallery-controls">
        <Segments label="Theme" choices={choicesOf(themes)} value={theme} onChange={setTheme} />
        <Segments label="Density" choices={choicesOf(densities)} value={density} onChange={setDensity} />
        <Segments
          label="Direction"
          choices={choicesOf(directions)}
          value={direction}
          onChange={setDirection}
        />
      </div>
      {theme === "all" ? (
        themes
          .filter((one) => one !== "all" && one !== "system")
          .map((one) => (
            <div key={one} className="gallery-sheet" data-theme={one}>
              <Specimens />
            </div>
          ))
      ) : (
        <div className="gallery-sheet">
          <Specimens />
        </div>
      )}
      <Tooltips />
      <ToastRegion />
      <Announcer />
    </main>
  );
}
