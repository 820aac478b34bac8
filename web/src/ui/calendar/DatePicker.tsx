import { useState } from "react";
import { currentLocale, useT } from "@/i18n";
import { Button } from "../button/Button";
import { Field, type FieldTexts } from "../field/Field";
import { Popover } from "../popover/Popover";
import { Calendar } from "./Calendar";
import { type Day, formatDay } from "./days";

interface DatePickerProps extends FieldTexts {
  value: Day | undefined;
  onChange: (day: Day) => void;
  min?: Day;
  max?: Day;
}

/** A day, picked from a calendar. */
export function DatePicker(props: DatePickerProps) {
  const { label, hideLabel, help, error, optional, value, onChange, ...bounds } = props;
  const t = useT();
  const [anchor, setAnchor] = useState<HTMLButtonElement | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <Field label={label} hideLabel={hideLabel} help={help} error={error} optional={optional}>
      {({ "aria-invalid": _, ...control }) => (
        <div>
          <Button
            {...control}
            ref={setAnchor}
            icon="calendar"
            aria-haspopup="dialog"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {value ? formatDay(value, currentLocale(), { dateStyle: "long" }) : t("ui.chooseDate")}
          </Button>
          {open && (
            <Popover anchor={anchor} label={t("ui.chooseDate")} onClose={() => setOpen(false)}>
              <Calendar
                {...bounds}
                value={value}
                onPick={(day) => {
                  setOpen(false);
                  onChange(day);
                }}
              />
            </Popover>
          )}
        </div>
      )}
    </Field>
  );
}
