/** A small railway's server: what the screenshots show. */

interface Made {
  id: string;
}

/** A person who calls the server with a token of their own. */
export interface Caller extends Made {
  name: string;
  call<Answer = Made>(method: string, path: string, body?: unknown): Promise<Answer>;
}

const PASSWORD = "correct horse battery";
const HOUR = 3_600_000;

async function ask<Answer>(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<[Answer, Headers]> {
  const answer = await fetch(`${url}/api/v4${path}`, {
    method,
    headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return [await answer.json(), answer.headers];
}

async function signedIn(url: string, name: string): Promise<Caller> {
  const [{ id }, headers] = await ask<Made>(url, "", "POST", "/users/login", {
    login_id: name,
    password: PASSWORD,
  });
  const token = headers.get("Token") ?? "";
  return {
    id,
    name,
    call: async (method, path, body) => (await ask<never>(url, token, method, path, body))[0],
  };
}

const people = [
  ["takeshi.mori", "Takeshi", "Mori", "Dispatcher"],
  ["amara.okafor", "Amara", "Okafor", "Rolling stock"],
  ["noa.levi", "נועה", "לוי", "Timetables"],
  ["jonas.lindqvist", "Jonas", "Lindqvist", "Depot Halden"],
  ["priya.raman", "Priya", "Raman", "Software"],
  ["maximiliane.von-der-au", "Maximiliane Friederike", "von der Auenwald-Hohenstein", "Press"],
] as const;

const channels = [
  ["dispatch", "Dispatch", "O", "Trains that run today, and those that do not"],
  ["timetable-2027", "Timetable 2027", "O", ""],
  ["depot-systems", "Depot systems", "O", "Signals, points, and what controls them"],
  ["board", "Board", "P", ""],
  ["old-works", "Old works", "O", "Closed in March"],
  [
    "a-channel-with-a-name-that-is-far-too-long",
    "A channel with a name that is far too long to be shown whole",
    "O",
    "",
  ],
] as const;

/** Fills the server of an administrator who has just made its first team. Says which message of its first channel is new. */
export async function seed(url: string, administrator: string): Promise<{ cake: string }> {
  const elin = await signedIn(url, administrator);
  await elin.call("PUT", `/users/${elin.id}/patch`, {
    first_name: "Elin",
    last_name: "Berg",
    position: "Operations",
  });
  const [team] = await elin.call<Made[]>("GET", "/users/me/teams");
  const all = new Map<string, Caller>([[administrator, elin]]);
  for (const [username, first_name, last_name, position] of people) {
    const { id } = await elin.call("POST", "/users", {
      email: `${username}@nordlinje.example`,
      username,
      password: PASSWORD,
      first_name,
      last_name,
      position,
    });
    await elin.call("POST", `/teams/${team?.id}/members`, { team_id: team?.id, user_id: id });
    // Only administrators may say when something was written.
    await elin.call("PUT", `/users/${id}/roles`, { roles: "system_user system_admin" });
    all.set(username, await signedIn(url, username));
  }
  const ids = new Map<string, string>();
  for (const [name, display_name, type, header] of channels) {
    const { id } = await elin.call("POST", "/channels", {
      team_id: team?.id,
      name,
      display_name,
      type,
      header,
    });
    ids.set(name, id);
    for (const one of all.values())
      if (one !== elin) await elin.call("POST", `/channels/${id}/members`, { user_id: one.id });
  }
  const town = await elin.call("GET", `/teams/${team?.id}/channels/name/town-square`);
  ids.set("town-square", town.id);

  const morning = new Date().setHours(0, 1, 0, 0);
  let minute = 0;
  const say = async (who: string, where: string, message: string, more: object = {}): Promise<string> => {
    const speaker = all.get(who) ?? elin;
    const at = Math.min(morning + minute * 60_000, Date.now());
    minute += 2;
    const { id } = await speaker.call("POST", "/posts", {
      channel_id: ids.get(where) ?? where,
      message,
      create_at: at,
      ...more,
    });
    return id;
  };
  const react = (who: string, post: string, emoji_name: string): Promise<Made> => {
    const one = all.get(who) ?? elin;
    return one.call("POST", "/reactions", { user_id: one.id, post_id: post, emoji_name });
  };

  minute = -26 * 60;
  await say(
    "takeshi.mori",
    "dispatch",
    "Good evening. The 17:10 to Halden runs with **four cars** instead of six.",
  );
  await say("takeshi.mori", "dispatch", "Reserve seats are honoured; who has none may stand as far as Moss.");
  await say("amara.okafor", "dispatch", "Car 4127 goes to the depot tonight. ~depot-systems knows.");
  minute = 0;
  const root = await say(
    "jonas.lindqvist",
    "dispatch",
    "Morning, everybody. Points 12 at Halden answer slowly again:\n\n| Time | Points | Answer |\n| :--- | :----: | -----: |\n| 05:02 | 12 | 4.1 s |\n| 05:09 | 12 | 3.8 s |\n| 05:15 | 14 | 0.4 s |\n\n> More than 3 s is to be reported.\n\n- [x] reported\n- [ ] somebody on site",
  );
  await react("amara.okafor", root, "eyes");
  await react("takeshi.mori", root, "eyes");
  await react(administrator, root, "+1");
  await elin.call("PUT", `/users/${elin.id}/teams/${team?.id}/threads/${root}/following`);
  await say("takeshi.mori", "dispatch", "Who is nearest?", { root_id: root });
  await say("jonas.lindqvist", "dispatch", "I am. Twenty minutes.", { root_id: root });
  await say(
    "priya.raman",
    "dispatch",
    "The log says the same since **Tuesday**: it is the controller, not the points.",
    { root_id: root },
  );
  await say(
    "priya.raman",
    "dispatch",
    'This is what asks them. The timeout was two seconds, and nobody told the display:\n\n```rust\n/// Asks a set of points where it lies.\nfn position(points: PointsId) -> Result<Position, Fault> {\n    let answer = bus.ask(points, Duration::from_secs(5))?;\n    match answer.code {\n        0x01 => Ok(Position::Straight),\n        0x02 => Ok(Position::Diverging),\n        code => Err(Fault::unknown(code, "points")),\n    }\n}\n```',
  );
  await say("noa.levi", "dispatch", "הרכבת של 09:40 יוצאת מרציף 2. Platform 2, not 5.");
  await say(
    "maximiliane.von-der-au",
    "dispatch",
    `@${administrator} the *Halden Tidende* asks about the delays; may I say "from noon on as usual"?`,
  );
  await say("priya.raman", "dispatch", "", {
    props: {
      from_webhook: "true",
      override_username: "Build",
      attachments: [
        {
          color: "good",
          author_name: "Build 1842",
          title: "points-controller 2.4.1",
          title_link: "https://ci.nordlinje.example/1842",
          text: "All 312 tests passed.",
          fields: [
            { title: "Branch", value: "`timeouts`", short: true },
            { title: "Took", value: "3 min 12 s", short: true },
            { title: "Goes to", value: "Halden, tonight at 01:30", short: false },
          ],
          footer: "ci.nordlinje.example",
        },
      ],
    },
  });
  const long = await say(
    administrator,
    "dispatch",
    "Yes, please say so. @takeshi.mori holds the 11:05 until the connection from Moss is in, and we look at it again at half past. See https://nordlinje.example/delays for what passengers read.",
  );
  await elin.call("PUT", `/posts/${long}/patch`, {
    message:
      "Yes, please say so. @takeshi.mori holds the 11:05 until the connection from Moss is in, and we look at it again at eleven. See https://nordlinje.example/delays for what passengers read.",
  });
  await react("takeshi.mori", long, "white_check_mark");
  await elin.call("POST", `/posts/${root}/pin`);
  await elin.call("PUT", `/users/${elin.id}/preferences`, [
    { user_id: elin.id, category: "flagged_post", name: long, value: "true" },
  ]);
  await elin.call("POST", "/channels/members/me/view", {
    channel_id: ids.get("dispatch"),
    collapsed_threads_supported: true,
  });
  await say("takeshi.mori", "dispatch", "The 11:05 is away, on time. :train:");
  await say("amara.okafor", "dispatch", "🎉");

  const lift = await say("amara.okafor", "depot-systems", "The lift in hall 2 works again.");
  await elin.call("PUT", `/users/${elin.id}/teams/${team?.id}/threads/${lift}/following`);
  await say("noa.levi", "timetable-2027", `@${administrator} the draft for Sundays is done.`);
  // Later than what was followed or made just now, which is read from there on.
  minute = 24 * 60;
  await say("jonas.lindqvist", "depot-systems", `@${administrator} since this morning, and quietly.`, {
    root_id: lift,
  });
  const cake = await say("jonas.lindqvist", "town-square", "There is cake in Halden.");
  await elin.call("DELETE", `/channels/${ids.get("old-works")}`);
  const direct = await elin.call("POST", "/channels/direct", [elin.id, all.get("takeshi.mori")?.id]);
  await say(administrator, direct.id, "Do you have a minute?");
  await say("takeshi.mori", direct.id, "In ten. I am on the radio.");
  const group = await elin.call("POST", "/channels/group", [
    elin.id,
    all.get("noa.levi")?.id,
    all.get("priya.raman")?.id,
  ]);
  await say("priya.raman", group.id, "Shall we meet on Thursday?");
  for (const [username] of people) {
    const one = all.get(username);
    await elin.call("PUT", `/users/${one?.id}/roles`, { roles: "system_user" });
  }
  await all.get("takeshi.mori")?.call("PUT", "/users/me/status", {
    user_id: all.get("takeshi.mori")?.id,
    status: "dnd",
    dnd_end_time: Math.round((Date.now() + HOUR) / 1000),
  });
  await all
    .get("amara.okafor")
    ?.call("PUT", "/users/me/status", { user_id: all.get("amara.okafor")?.id, status: "away" });
  return { cake };
}
