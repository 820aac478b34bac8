/** Addresses that stand in a text without any markup. */

export interface Address {
  readonly href: string;
  readonly end: number;
}

const SCHEME = /(?:https?|ftp|mattermost):\/\/(?=[^\s/?#<>"'`*_~.,:;!)\]}])/iy;
const MAILTO = /(?:mailto|tel|sms):(?=[\w+(])/iy;
const WWW = /www\.(?=[\p{L}\p{N}])/iuy;
/** What ends an address: space, angle brackets, full-width marks, and signs that turn the direction of text. */
const END = /[\s<>\p{Cc}\p{Cf}\u3000-\u3003\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]/gu;
const LONGEST_SCHEME = 10;

/** The address that begins at `from`, without the punctuation of the sentence around it. */
export function findAddress(text: string, from: number): Address | null {
  const before = text.charAt(from - 1);
  if (from > 0 && /[\p{L}\p{N}_]/u.test(before)) return null;
  const isPage = matches(SCHEME, text, from);
  const isOther = !isPage && matches(MAILTO, text, from);
  const isBare = !isPage && !isOther && matches(WWW, text, from);
  if (!isPage && !isOther && !isBare) return null;

  END.lastIndex = from;
  const limit = END.exec(text)?.index ?? text.length;
  const end = withoutPunctuation(text, from, limit);
  const address = text.slice(from, end);
  if (isBare && !/^www\.[^.]+\../i.test(address)) return null;
  if (isOther && !/^(?:mailto:\S+@\S+\.\S+|(?:tel|sms):[+\d(][\d\s()./-]{2,})/i.test(address)) return null;
  if (isPage && end <= from + address.indexOf("://") + 3) return null;

  return { href: isBare ? `http://${address}` : address, end };
}

/** Where the scheme in front of the colon begins, or -1. */
export function schemeStart(text: string, colon: number, from: number): number {
  let start = colon;
  const limit = Math.max(from, colon - LONGEST_SCHEME);
  while (start > limit && /[a-zA-Z]/.test(text[start - 1] ?? "")) start -= 1;

  return start === colon ? -1 : start;
}

const MAIL_DOMAIN = /@[a-zA-Z0-9][a-zA-Z0-9-]{0,62}(?:\.[a-zA-Z0-9-]{1,63})*\.[a-zA-Z]{2,63}(?![\w@-])/y;
const LONGEST_MAILBOX = 64;

/** The mail address around the sign at `at`; it may not begin before `from`. */
export function findMail(text: string, at: number, from: number): { from: number; end: number } | null {
  let start = at;
  const limit = Math.max(from, at - LONGEST_MAILBOX);
  while (start > limit && /[a-zA-Z0-9.!#$%&'+/=?^_{|}-]/.test(text[start - 1] ?? "")) start -= 1;
  while (start < at && !/[a-zA-Z0-9]/.test(text[start] ?? "")) start += 1;
  if (start === at) return null;
  MAIL_DOMAIN.lastIndex = at;
  const domain = MAIL_DOMAIN.exec(text);

  return domain ? { from: start, end: at + domain[0].length } : null;
}

/** A full stop after an address ends the sentence; a bracket belongs to the side where it was opened. */
function withoutPunctuation(text: string, from: number, limit: number): number {
  let unopened = 0;
  for (let at = from; at < limit; at += 1) {
    if (text[at] === "(") unopened -= 1;
    else if (text[at] === ")") unopened += 1;
  }

  let end = limit;
  while (end > from) {
    const sign = text[end - 1] ?? "";
    if (sign === ")" && unopened > 0) {
      unopened -= 1;
      end -= 1;
    } else if (/[?!.,:*_~'"|\]}]/.test(sign)) {
      end -= 1;
    } else if (sign === ";") {
      const entity = /&[a-zA-Z0-9]{1,32};$/.exec(text.slice(Math.max(from, end - 34), end));
      end -= entity?.[0].length ?? 1;
    } else {
      break;
    }
  }

  return end;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;

  return pattern.test(text);
}
