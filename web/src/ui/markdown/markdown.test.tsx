import { tests } from "commonmark-spec";
import { expect, test } from "vitest";
import { render } from "../testing/render";
import { hiddenHost, safeAddress } from "./links";
import { Markdown } from "./Markdown";
import { nowhere, type Surroundings, SurroundingsContext } from "./surroundings";

const here: Surroundings = {
  ...nowhere,
  person: (name) =>
    name === "anna" || name === "elin" ? { label: name, isMe: name === "elin", address: `/t/${name}` } : null,
  channel: (name) => (name === "town-square" ? { label: "Town Square", address: "/t/town-square" } : null),
  hashtag: (tag) => `/t/tags/${tag}`,
  emoji: (name) => (name === "smile" ? { sign: "😄" } : null),
};

function shown(text: string) {
  return render(
    <SurroundingsContext value={here}>
      <Markdown text={text} />
    </SurroundingsContext>,
  ).container;
}

test("known people are marked, one's own name otherwise, and unknown names stay text", () => {
  const page = shown("@anna. and @elin, not @nobody or a@@anna");
  expect([...page.querySelectorAll("a")].map((link) => link.textContent)).toEqual(["@anna", "@elin"]);
  expect(page.querySelectorAll("[data-you]")).toHaveLength(1);
  expect(page.textContent).toBe("@anna. and @elin, not @nobody or a@@anna");
});

test("channels, hashtags and emoji are found outside code and nowhere else", () => {
  const page = shown("~town-square #release-7 :smile: :nope: `~town-square #a1 :smile:` #c++ C#a");
  expect(page.querySelectorAll("a")).toHaveLength(2);
  expect(page.querySelector(".ui-emoji")?.textContent).toBe("😄");
  expect(page.textContent).toContain(":nope:");
});

test("a line ends where its writer ended it", () => {
  expect(shown("one\ntwo").querySelectorAll("br")).toHaveLength(1);
});

test("a message of emoji alone is big", () => {
  expect(shown(":smile: 🎉").querySelector("[data-big]")).not.toBeNull();
  expect(shown(":smile: yes").querySelector("[data-big]")).toBeNull();
  expect(shown("10").querySelector("[data-big]")).toBeNull();
});

test("a link whose text names another host says where it goes", () => {
  expect(shown("[bank.example](https://evil.example)").textContent).toBe("bank.example (evil.example)");
  expect(shown("[the bank](https://bank.example)").textContent).toBe("the bank");
  const url = safeAddress("https://bank.example@evil.example");
  expect(url && hiddenHost("https://bank.example@evil.example", url)).toBe("evil.example");
});

test.each([
  "javascript:alert(1)",
  "JaVaScRiPt:a",
  "data:text/html,x",
  "vbscript:x",
  "java\nscript:x",
  "//evil",
  "blob:x",
])("%j is no address", (href) => {
  expect(safeAddress(href)).toBeNull();
});

/** `make soak` does it with 50,000, in several processes: the pages of one are in its memory until it ends. */
const messages = Number(process.env.FUZZ ?? 300);
const seed = Number(process.env.SEED ?? 6);
const FUZZ_MS = 20_000 + messages * 20;
const signs = [
  "*",
  "**",
  "_",
  "~~",
  "`",
  "```\n",
  "[",
  "](",
  ")",
  "![",
  "<",
  ">",
  "> ",
  "- ",
  "1. ",
  "| a |\n|-|\n",
  "\n",
  "\n\n",
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "java&#10;script:x",
  "&#106;avascript:",
  "data:text/html,<script>",
  "https://a.example/x",
  "www.b.example",
  "//evil",
  "vbscript:x",
  "\\",
  "@anna",
  "~town-square",
  "#tag",
  ":smile:",
  "a@b.example",
  "[a]: javascript:x\n",
  "[a]",
  "=10x20",
  ' "t" ',
  "' onclick='x",
  "&quot;",
  "\u202e",
  "é",
  " ",
];

test(
  `${messages} messages of all signs in any order yield no script, no handler and no forbidden address`,
  () => {
    let state = seed;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const page = render(null);
    const many = 50;
    for (let done = 0; done < messages; done += many) {
      const texts = Array.from({ length: many }, () =>
        Array.from({ length: 1 + next(24) }, () => signs[next(signs.length)]).join(""),
      );
      page.rerender(
        <SurroundingsContext value={{ ...here, picture: (url) => url.href }}>
          {texts.map((text, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are never the same
            <Markdown key={done + index} text={text} />
          ))}
        </SurroundingsContext>,
      );
      expect([...page.container.querySelectorAll("*:not(use)")].filter(isForbidden)).toEqual([]);
    }
  },
  FUZZ_MS,
);

const forbiddenNames = new Set(["SCRIPT", "IFRAME", "OBJECT", "STYLE", "FORM", "BASE", "LINK", "META"]);

function isForbidden(element: Element): boolean {
  return (
    forbiddenNames.has(element.tagName) ||
    [...element.attributes].some(
      ({ name, value }) =>
        name.startsWith("on") ||
        (/^(?:href|src)$/.test(name) && !/^(?:https?:\/\/|mailto:|\/t\/)/.test(value)),
    )
  );
}

const examples = tests.filter(({ section }) => section === "HTML blocks" || section === "Raw HTML");
const withoutBlanks = (text: string): string => text.replace(/\s+/g, "");

test("CommonMark's examples of HTML are text: every tag is read, and none is made", () => {
  const wrong = examples.filter(({ markdown }) => {
    const page = shown(markdown.replaceAll("→", "\t"));
    const text = withoutBlanks(page.textContent);
    // What only looks like a tag is a text, in which a backslash hides a sign.
    const tags = (markdown.match(/<[!?/a-z][^>]*>/gi) ?? []).map(withoutBlanks);
    const isRead = (tag: string): boolean => text.includes(tag) || text.includes(tag.replace('\\"', '"'));
    const made = [...page.querySelectorAll("*:not(use)")].filter(isForbidden);
    return made.length > 0 || !tags.every(isRead);
  });
  expect(wrong.map(({ number }) => number)).toEqual([]);
});
