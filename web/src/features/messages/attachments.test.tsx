import { expect, test } from "vitest";
import type { Post } from "@/api";
import { nowhere, SurroundingsContext } from "@/ui/markdown";
import { render } from "@/ui/testing/render";
import { Attachments, attachmentsOf } from "./Attachments";

function post(attachments: unknown, images?: Post["metadata"]["images"]): Post {
  const props = { attachments };
  return {
    id: "p",
    create_at: 1,
    update_at: 1,
    edit_at: 0,
    delete_at: 0,
    is_pinned: false,
    user_id: "bot",
    channel_id: "c",
    root_id: "",
    original_id: "",
    message: "",
    type: "",
    props,
    hashtags: "",
    pending_post_id: "",
    reply_count: 0,
    metadata: images ? { images } : {},
  };
}

const own = "https://own.example/chart.png";
const surroundings = {
  ...nowhere,
  picture: (url: URL) => (url.hostname === "own.example" ? url.href : null),
};

test("whatever has another shape counts as empty", () => {
  for (const odd of [undefined, null, 3, "x", {}, [null, 3, "x"]])
    expect(attachmentsOf(post(odd))).toEqual([]);
  const [one] = attachmentsOf(post([{ title: 7, fields: "no", color: {}, image_url: [] }]));
  expect(one).toMatchObject({ title: "7", fields: [], color: "", picture: "" });
});

test("pictures keep their place where their size is known, and those of other hosts are links", () => {
  const shown = post(
    [
      {
        title: "Load",
        image_url: own,
        thumb_url: "https://other.example/t.png",
        author_name: "CI",
        author_link: own,
      },
    ],
    { [own]: { width: 640, height: 1000, format: "png", frameCount: 0 } },
  );
  const page = render(
    <SurroundingsContext value={surroundings}>
      <Attachments post={shown} />
    </SurroundingsContext>,
  );
  const picture = page.find<HTMLImageElement>("img");
  expect([picture.src, picture.alt, picture.width, picture.height]).toEqual([own, "Load", 320, 500]);
  expect(page.find(".message-attachment-thumbnail a").getAttribute("href")).toBe(
    "https://other.example/t.png",
  );
  expect(page.find("a[href='https://own.example/chart.png']").textContent).toBe("CI");
});

test("a colour is a name or digits, and nothing else gets into a style", () => {
  const colours = ["good", "#0a0", "red;background:url(x)", "expression(1)"];
  const page = render(<Attachments post={post(colours.map((color) => ({ color, text: "x" })))} />);
  const bars = [...page.container.querySelectorAll<HTMLElement>(".message-attachment")];
  expect(bars.map((bar) => bar.style.getPropertyValue("--bar-c"))).toEqual(["var(--leaf)", "#0a0", "", ""]);
});
