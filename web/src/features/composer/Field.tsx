import { type ComponentPropsWithRef, type ReactNode, type Ref, useLayoutEffect, useRef } from "react";

interface FieldProps extends Omit<ComponentPropsWithRef<"textarea">, "onChange" | "ref"> {
  label: string;
  value: string;
  isBad?: boolean;
  ref?: Ref<HTMLTextAreaElement>;
  onChange: (text: string) => void;
}

const growsByItself = globalThis.CSS?.supports?.("field-sizing", "content") ?? false;

/** A field for text of any length that is as high as its text. */
export function Field({ label, value, isBad = false, onChange, ref, ...rest }: FieldProps): ReactNode {
  const own = useRef<HTMLTextAreaElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = own.current;
    if (growsByItself || !element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);

  function keep(element: HTMLTextAreaElement | null): void {
    own.current = element;
    if (typeof ref === "function") ref(element);
    else if (ref) ref.current = element;
  }

  return (
    <textarea
      rows={1}
      dir="auto"
      {...rest}
      ref={keep}
      className="composer-field"
      aria-label={label}
      aria-invalid={isBad || undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
