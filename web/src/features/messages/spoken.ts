import type { Post } from "@/api";
import { nameOf } from "@/features/people";
import { ownNameOf } from "@/features/posts";
import { translate } from "@/i18n";
import { excerpt } from "@/lib/markdown";
import { listNames, namesOf } from "./names";
import { isSystem } from "./rows";
import { tell } from "./system";

/** A post in one sentence, for ears. */
export function spoken(post: Post): string {
  const [told] = tell([post]);
  if (told) {
    const [by = ""] = namesOf([told.by]);
    return translate(`messages.told.${told.what}`, { names: listNames(namesOf(told.who)), by });
  }
  const text = excerpt(post.message);
  if (isSystem(post)) return text;
  const author = ownNameOf(post) || nameOf(post.user_id);
  return text ? translate("messages.said", { author, text }) : translate("messages.sentFile", { author });
}
