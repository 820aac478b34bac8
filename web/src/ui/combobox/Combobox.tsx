import { type ReactNode, useState } from "react";
import { Field, type FieldTexts } from "../field/Field";
import { Icon, type IconName } from "../icon/Icon";
import { Popover } from "../popover/Popover";
import { useCombobox } from "./useCombobox";

interface ComboboxProps<Item> extends FieldTexts {
  /** What is typed. */
  value: string;
  onChange: (value: string) => void;
  /** What fits what is typed, best first. */
  items: readonly Item[];
  keyOf: (item: Item) => string;
  /** One option. */
  children: (item: Item) => ReactNode;
  onPick: (item: Item) => void;
  /** Said in the list when nothing fits. */
  none?: ReactNode;
  placeholder?: string;
  icon?: IconName;
}

/** A field that suggests. */
export function Combobox<Item>(props: ComboboxProps<Item>) {
  const { label, hideLabel, help, error, optional, value, onChange, items, keyOf, children } = props;
  const { onPick, none, placeholder, icon } = props;
  const [box, setBox] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const shown = open ? items : [];
  const combobox = useCombobox({
    count: shown.length,
    onPick: (index) => {
      const item = shown[index];
      if (item === undefined) return;
      setOpen(false);
      onPick(item);
    },
  });
  return (
    <Field label={label} hideLabel={hideLabel} help={help} error={error} optional={optional}>
      {(control) => (
        <>
          <span className="ui-input" ref={setBox}>
            {icon && <Icon name={icon} size={16} />}
            <input
              {...control}
              {...combobox.field}
              dir="auto"
              autoComplete="off"
              placeholder={placeholder}
              value={value}
              onChange={(event) => {
                setOpen(true);
                combobox.restart();
                onChange(event.currentTarget.value);
              }}
              onClick={() => setOpen(true)}
              onBlur={() => setOpen(false)}
              onKeyDown={(event) => {
                if (!combobox.handleKeyDown(event) && event.key === "ArrowDown") setOpen(true);
              }}
            />
          </span>
          {open && (shown.length > 0 || none !== undefined) && (
            <Popover anchor={box} focus="none" role="presentation" onClose={() => setOpen(false)}>
              {shown.length > 0 ? (
                // biome-ignore lint/a11y/noStaticElementInteractions: a press must not take the focus out of the field
                <div className="ui-options" onMouseDown={(event) => event.preventDefault()}>
                  <div id={combobox.listId} role="listbox" tabIndex={-1} aria-label={String(label)}>
                    {shown.map((item, index) => (
                      <div
                        key={keyOf(item)}
                        className="ui-option"
                        tabIndex={-1}
                        {...combobox.optionAt(index)}
                      >
                        {children(item)}
                      </div>
                    ))}
                  </div>
                </div>
              ) : (
                <p className="ui-options-none" role="status">
                  {none}
                </p>
              )}
            </Popover>
          )}
        </>
      )}
    </Field>
  );
}
