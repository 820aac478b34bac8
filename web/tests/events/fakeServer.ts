type Answers = Record<string, unknown>;

interface FakeServer {
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** Says what it answers from now on. */
  answer(answers: Answers): void;
  /** What it was asked and has no answer for, since this was last called. */
  unanswered(): string[];
}

/** Recorded for everybody and everything at once; a call asks for some of them. */
const chosen: Record<string, (all: unknown[], wanted: string[]) => unknown[]> = {
  "POST /users/ids": (all, wanted) => all.filter((one) => wanted.includes(fieldOf(one, "id"))),
  "POST /users/usernames": (all, wanted) => all.filter((one) => wanted.includes(fieldOf(one, "username"))),
  "POST /users/status/ids": (all, wanted) => all.filter((one) => wanted.includes(fieldOf(one, "user_id"))),
  "POST /roles/names": (all, wanted) => all.filter((one) => wanted.includes(fieldOf(one, "name"))),
};

function fieldOf(value: unknown, key: string): string {
  const field = Object.entries(Object(value)).find(([name]) => name === key);
  return String(field?.[1]);
}

/** A call with its parameters in one order. */
function normal(call: string): string {
  const [path = "", query = ""] = call.split("?");
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return `${path}?${parameters}`;
}

/** A server that knows nothing but what was recorded. */
export function fakeServer(): FakeServer {
  let answers = new Map<string, unknown>();
  let missing: string[] = [];

  function answerTo(method: string, path: string, body: string): unknown {
    const [plain = path] = path.split("?");
    const choose = chosen[`${method} ${plain}`];
    if (!choose) return answers.get(normal(`${method} ${path}`));
    const all = answers.get(normal(`${method} ${plain === "/users/usernames" ? "/users/ids" : plain}`));
    return choose(Array.isArray(all) ? all : [], JSON.parse(body));
  }

  return {
    answer: (all) => {
      answers = new Map(Object.entries(all).map(([call, answer]) => [normal(call), answer]));
    },
    unanswered: () => {
      const told = missing;
      missing = [];
      return told;
    },
    fetch: async (address, { method = "GET", body }) => {
      const path = address.replace(/^.*\/api\/v4/, "");
      const answer = answerTo(method, path, String(body ?? "null"));
      if (answer === undefined || answer === null) {
        missing.push(`${method} ${path}`);
        return new Response("{}", { status: 500 });
      }
      const status = Number(fieldOf(answer, "status_code"));
      return new Response(JSON.stringify(answer), { status: status >= 400 ? status : 200 });
    },
  };
}
