import { useEffect, useState } from "react";
import { useT } from "@/i18n";
import type { CodeLines } from "@/lib/highlight/highlight";
import { afterStart } from "@/lib/start";
import { IconButton } from "../button/IconButton";
import { copyAnd } from "../toast/copy";

/** From so many lines on they are numbered. */
const NUMBERED = 6;

interface CodeBoxProps {
  text: string;
  /** As written after the fence; empty when unknown. */
  language: string;
}

/** Colours come when the highlighter is there; until then, and where it knows nothing, code is plain. */
function useColours(text: string, language: string): CodeLines | undefined {
  const [colours, setColours] = useState<CodeLines>();
  useEffect(() => {
    if (language === "") return;
    let isShown = true;
    afterStart(() => import("@/lib/highlight/highlight"))
      .then(({ highlight }) => highlight(text, language))
      .then(
        (found) => isShown && setColours(found),
        // Without a connection the code stays plain, and readable.
        () => {},
      );
    return () => {
      isShown = false;
    };
  }, [text, language]);
  return colours;
}

/** Code in a box of its own: always left to right, numbered when long, to be copied. */
export function CodeBox({ text, language }: CodeBoxProps) {
  const t = useT();
  const [wraps, setWraps] = useState(false);
  const [copied, setCopied] = useState(false);
  const lines = text.split("\n");
  const colours = useColours(text, language);

  return (
    <div className="ui-codebox" dir="ltr" data-wraps={wraps ? "" : undefined}>
      <div className="ui-codebox-head">
        <span>{language}</span>
        <IconButton
          icon="wrap"
          size={24}
          label={t("ui.wrapCode")}
          pressed={wraps}
          onClick={() => setWraps(!wraps)}
        />
        <IconButton
          icon={copied ? "check" : "copy"}
          size={24}
          label={copied ? t("ui.codeCopied") : t("ui.copyCode")}
          onClick={() => copyAnd(text, () => setCopied(true))}
          onBlur={() => setCopied(false)}
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key */}
      <pre tabIndex={0}>
        <code data-numbered={lines.length >= NUMBERED ? "" : undefined}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never change
            <span key={index} className="ui-codebox-line">
              {colours?.[index]?.map((piece, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: pieces never change
                <span key={at} data-code={piece.kind}>
                  {piece.text}
                </span>
              )) ?? line}
              {"\n"}
            </span>
          ))}
        </code>
      </pre>
    </div>
  );
}
