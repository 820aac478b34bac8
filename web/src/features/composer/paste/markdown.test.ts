import { expect, test } from "vitest";
import { tabbedTable, toMarkdown } from "./markdown";

test("marks, links and code keep their meaning", () => {
  expect(toMarkdown("<p>From <b>Monday </b>on, <em>plan</em> <s>old</s> <code>a`b</code></p>")).toBe(
    "From **Monday** on, _plan_ ~~old~~ ``a`b``",
  );
  expect(toMarkdown('see <a href="https://a.example/x">the plan</a>')).toBe(
    "see [the plan](https://a.example/x)",
  );
  expect(toMarkdown('<a href="https://a.example/x">https://a.example/x</a>')).toBe("https://a.example/x");
  expect(toMarkdown('<a href="https://a.example/a_(b)">b</a>')).toBe("[b](https://a.example/a_%28b%29)");
});

test("what would run is text, and what is only dressed stays plain", () => {
  expect(toMarkdown('<b>x</b><a href="javascript:alert(1)">y</a><script>z</script>')).toBe("**x**y");
  expect(toMarkdown('<span style="color:red">hello</span>')).toBeUndefined();
  expect(toMarkdown('<div style="font-family:monospace"><div>let a = 1;</div></div>')).toBeUndefined();
  expect(toMarkdown('<b style="font-weight:normal"><p>one</p><ul><li>two</li></ul></b>')).toBe(
    "one\n\n- two",
  );
});

test("signs that mean nothing in the source mean nothing after it", () => {
  expect(toMarkdown("<p><b>5*3</b> snake_case _x</p>")).toBe("**5\\*3** snake_case \\_x");
});

test("lists nest, count, and carry tasks", () => {
  expect(toMarkdown("<ul><li>one<ul><li>inner</li></ul></li><li>two</li></ul>")).toBe(
    "- one\n  - inner\n- two",
  );
  expect(toMarkdown('<ol start="3"><li>three</li><li>four</li></ol>')).toBe("3. three\n4. four");
  expect(toMarkdown('<ul><li><input type="checkbox" checked>done</li></ul>')).toBe("- [x] done");
});

test("headings, quotes, rules and fences stand apart", () => {
  expect(toMarkdown("<h2>Plan</h2><p>one<br>two</p><blockquote><p>said</p></blockquote><hr>")).toBe(
    "## Plan\n\none\ntwo\n\n> said\n\n---",
  );
  expect(toMarkdown('<pre><code class="language-rust">fn a() {\n  b\n}\n</code></pre>')).toBe(
    "```rust\nfn a() {\n  b\n}\n```",
  );
});

test("tables stay tables, whatever is in their cells", () => {
  const html = "<table><tr><th>Line</th><th>a|b</th></tr><tr><td><p>1</p><p>2</p></td></tr></table>";
  expect(toMarkdown(html)).toBe("| Line | a\\|b |\n| --- | --- |\n| 1 2 |  |");
  expect(tabbedTable("Line\tTime\n7\t14:02\n")).toBe("| Line | Time |\n| --- | --- |\n| 7 | 14:02 |");
  expect(tabbedTable("\tif a:\n\t\tb")).toBeUndefined();
  expect(tabbedTable("one\ttwo")).toBeUndefined();
  expect(tabbedTable("a\tb\nc")).toBeUndefined();
});
