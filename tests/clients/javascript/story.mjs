// A day of four people who use the official JavaScript client: its REST client and its WebSocket client.
//
// Each step checks what the person sees. The first thing that is not as it should be ends the story with a line
// that says what was expected, and a non-zero status. At the end the story has called every method of the client
// that the server serves.
//
//     WARDROOM_URL=http://127.0.0.1:8065 node story.mjs        (on a fresh server)

import assert from 'node:assert/strict';
import WebSocket from 'ws';

import {countAnswered, leftOut} from './calls.mjs';
import signUp from './chapters/sign-up.mjs';
import people from './chapters/people.mjs';
import teams from './chapters/teams.mjs';
import channels from './chapters/channels.mjs';
import members from './chapters/members.mjs';
import posts from './chapters/posts.mjs';
import pages from './chapters/pages.mjs';
import threads from './chapters/threads.mjs';
import connection from './chapters/connection.mjs';
import preferences from './chapters/preferences.mjs';
import statuses from './chapters/statuses.mjs';
import categories from './chapters/categories.mjs';
import commands from './chapters/commands.mjs';
import administration from './chapters/administration.mjs';
import sessions from './chapters/sessions.mjs';
import leaving from './chapters/leaving.mjs';

const CHAPTERS = {
    'sign-up': signUp,
    people,
    teams,
    channels,
    members,
    posts,
    pages,
    threads,
    connection,
    preferences,
    statuses,
    categories,
    commands,
    administration,
    sessions,
    leaving,
};

// Fewer methods than this are no story of the whole client.
const FEWEST = 120;

// The clients were written for a browser: they look for these two, and chat on the console.
globalThis.WebSocket = WebSocket;
globalThis.CloseEvent = class extends Event {
    constructor(type, {code, wasClean}) {
        super(type);
        Object.assign(this, {code, wasClean});
    }
};
const print = console.log;
console.log = () => {};

let current = '';
try {
    assert.ok(process.env.WARDROOM_URL, 'WARDROOM_URL names the server');
    for (const [chapter, steps] of Object.entries(CHAPTERS)) {
        for (const [step, tell] of Object.entries(steps)) {
            current = `${chapter}: ${step}`;
            await tell();
        }
    }
    current = 'the end';
    assert.deepEqual(await leftOut(), [], 'the story calls every method that the server serves');
    assert.ok(countAnswered() >= FEWEST, `only ${countAnswered()} methods were answered, of at least ${FEWEST}`);
    print(`the JavaScript client's story holds: ${Object.keys(CHAPTERS).join(', ')}; ${countAnswered()} methods`);
    process.exit(0);
} catch (error) {
    const place = error.url ? ` (${error.status_code} ${error.server_error_id} at ${error.url})` : '';
    console.error(`the JavaScript client's story breaks in "${current}": ${error.message}${place}`);
    console.error(error.stack.split('\n').filter((line) => line.includes('.mjs:')).slice(0, 4).join('\n'));
    process.exit(1);
}
