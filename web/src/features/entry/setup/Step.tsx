import "./setup.css";
import { type ReactNode, useId } from "react";
import { useT } from "@/i18n";
import { EntrySheet } from "../EntrySheet";

interface StepProps {
  /** Counted from 1. */
  number: number;
  title: string;
  text: string;
  /** The step's form or fields, in a group that the title names. */
  children: ReactNode;
}

const STEPS = [1, 2, 3, 4];

/** One page of the first run. */
export function Step({ number, title, text, children }: StepProps): ReactNode {
  const t = useT();
  const heading = useId();
  return (
    <EntrySheet
      aside={
        <span className="end mute tiny num">{t("setup.step", { step: number, steps: STEPS.length })}</span>
      }
      foot={t("setup.footer")}
    >
      <div className="setup-steps" aria-hidden="true">
        {STEPS.map((step) => (
          <i key={step} data-state={step < number ? "done" : step === number ? "here" : undefined} />
        ))}
      </div>
      <h1 className="entry-title" id={heading}>
        {title}
      </h1>
      <p className="soft small">{text}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset has no title of its own here */}
      <div role="group" aria-labelledby={heading}>
        {children}
      </div>
    </EntrySheet>
  );
}
