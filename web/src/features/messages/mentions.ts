import type { Post, User } from "@/api";

const everyone = /(^|[^\w@])@(all|channel|here)(?![\w])/i;

/** Whether a post addresses somebody: by name, to everyone, or with one of their words. */
export function addresses(post: Post, user: User | undefined): boolean {
  if (!user || post.user_id === user.id || post.message === "") return false;
  const text = post.message.toLowerCase();
  const props: { mention_keys?: string; first_name?: string; channel?: string } = user.notify_props;
  const words = (props.mention_keys ?? "").split(",").map((word) => word.trim().toLowerCase());
  const wanted = [`@${user.username}`, ...words];
  if (props.first_name === "true" && user.first_name) wanted.push(user.first_name.toLowerCase());
  if (wanted.some((word) => word !== "" && standsIn(text, word))) return true;
  return props.channel !== "false" && everyone.test(text);
}

/** Whether a word stands in a text by itself. */
function standsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isPart = (sign: string | undefined): boolean => sign !== undefined && /[\p{L}\p{N}_]/u.test(sign);
    if (!isPart(text[at - 1]) && !isPart(text[at + word.length])) return true;
  }
  return false;
}
