import { useState } from "react";
import { useT } from "@/i18n";
import { IconButton } from "../button/IconButton";
import { TextInput, type TextInputProps } from "./TextInput";

interface PasswordInputProps extends Omit<TextInputProps, "type" | "suffix" | "icon" | "autoComplete"> {
  /** Tells password managers which one this is. */
  autoComplete: "current-password" | "new-password";
}

/** A password: pasted, managed or typed, and shown when the reader wants to see it. */
export function PasswordInput(props: PasswordInputProps) {
  const t = useT();
  const [shown, setShown] = useState(false);
  return (
    <TextInput
      {...props}
      type={shown ? "text" : "password"}
      dir="ltr"
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      suffix={
        <IconButton
          icon={shown ? "eye-off" : "eye"}
          label={t(shown ? "ui.hidePassword" : "ui.showPassword")}
          size={28}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
