import "./announcer.css";
import { useEffect, useState } from "react";
import { onAnnounce } from "./announce";

interface Said {
  /** Counts up, so that the same sentence twice is two sentences. */
  number: number;
  text: string;
}

const silence: Said = { number: 0, text: "" };

/** The two live regions that `announce` speaks through. The app has one, from its first frame to its last. */
export function Announcer() {
  const [polite, setPolite] = useState(silence);
  const [assertive, setAssertive] = useState(silence);
  useEffect(
    () =>
      onAnnounce((text, urgency) => {
        const set = urgency === "polite" ? setPolite : setAssertive;
        set((before) => ({ number: before.number + 1, text }));
      }),
    [],
  );
  return (
    <>
      <div className="ui-hidden" aria-live="polite" aria-atomic="true">
        <span key={polite.number}>{polite.text}</span>
      </div>
      <div className="ui-hidden" aria-live="assertive" aria-atomic="true">
        <span key={assertive.number}>{assertive.text}</span>
      </div>
    </>
  );
}
