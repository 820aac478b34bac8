// The official client, and a record of which of its methods the story calls.

import client from '@mattermost/client';

const URL = process.env.WARDROOM_URL;
// A placeholder that is well formed as an id and names nothing.
const NOTHING = 'y'.repeat(26);

// Filters by what is not served: they share a route with other lists.
const OTHERS = new Set(['getProfilesInGroup', 'getProfilesNotInGroup']);

const called = new Set();
const answered = new Set();

// A client that notes which of its methods ask the server, and which of those are not refused.
export function watchedClient() {
    const api = new client.Client4();
    api.setUrl(URL);
    return new Proxy(api, {
        get(target, name) {
            const member = target[name];
            if (typeof member !== 'function') {
                return member;
            }
            return (...given) => {
                const result = member.apply(target, given);
                if (!(result instanceof Promise)) {
                    return result;
                }
                called.add(name);
                return result.then((answer) => {
                    answered.add(name);
                    return answer;
                });
            };
        },
    });
}

export const countAnswered = () => answered.size;

// The methods the story has not called although the server serves what they ask for. Nobody in particular asks, so
// that nothing happens: a route that is there asks for a session or finds the request wrong, and one that is not there
// says so.
export async function leftOut() {
    const served = [];
    for (const {name, url, method} of requests()) {
        if (called.has(name) || OTHERS.has(name)) {
            continue;
        }
        const response = await fetch(url, {method, body: method === 'GET' ? undefined : '{}'});
        const {id} = await response.json().catch(() => ({}));
        if (id !== 'api.context.404.app_error') {
            served.push(name);
        }
    }
    return served;
}

// What every method of the client would ask the server, with placeholders for everything it is given.
function requests() {
    const api = new client.Client4();
    api.setUrl(URL);
    const all = [];
    let name;
    api.doFetchWithResponse = (url, {method = 'get'}) => {
        if (url.startsWith(`${URL}/api/v4/`)) {
            all.push({name, url, method: method.toUpperCase()});
        }
        return new Promise(() => {});
    };
    const own = Object.getOwnPropertyNames(Object.getPrototypeOf(api)).filter((one) => one !== 'constructor');
    for (name of new Set([...Object.keys(api), ...own])) {
        if (typeof api[name] === 'function' && !name.startsWith('doFetch')) {
            try {
                Promise.resolve(api[name](...Array.from({length: 8}, () => new Placeholder()))).catch(() => {});
            } catch {
                // It wants something else than a placeholder; a method of that kind is not found left out.
            }
        }
    }
    return all;
}

// Goes for a text, for a thing with an id, and for a list.
class Placeholder extends Array {
    constructor() {
        super();
        Object.assign(this, {id: NOTHING, user_id: NOTHING, channel_id: NOTHING, post_id: NOTHING});
    }

    toString() {
        return NOTHING;
    }
}
