// The people of the story and the places they meet at, shared by its chapters.

import assert from 'node:assert/strict';
import WebSocket from 'ws';
import client from '@mattermost/client';

import {watchedClient} from './calls.mjs';

export const PASSWORD = 'A-quiet-Harbour-7';
const PATIENCE = 10_000;

export class Person {
    constructor(name) {
        this.name = name;
        this.api = watchedClient();
        this.heard = [];
        this.resynced = 0;
    }

    async signUp() {
        const user = {username: this.name, email: `${this.name}@harbour.test`, password: PASSWORD};
        Object.assign(this, {id: (await this.api.createUser(user, '', '')).id});
    }

    async logIn(password = PASSWORD) {
        const me = await this.api.login(this.name, password);
        assert.equal(me.id, this.id, `${this.name} logs in as herself`);
    }

    // Connects as a browser does: with the session's cookie, which a resumption needs.
    async listen() {
        const headers = {Cookie: `MMAUTHTOKEN=${this.api.getToken()}`};
        this.socket = new client.WebSocketClient({
            minWebSocketRetryTime: 200,
            reconnectJitterRange: 100,
            newWebSocketFn: (url) => new WebSocket(url, {headers}),
        });
        this.socket.addMessageListener((event) => this.heard.push(event));
        this.socket.addMissedMessageListener(() => this.resynced++);
        this.socket.initialize(this.api.getWebSocketUrl());
        await this.hears('hello');
    }

    // Waits for an event and takes it away, so that the next wait finds the next one.
    async hears(name, matches = () => true) {
        for (const deadline = Date.now() + PATIENCE; ;) {
            const found = this.heard.findIndex((event) => event.event === name && matches(event));
            if (found >= 0) {
                return this.heard.splice(found, 1)[0];
            }
            if (Date.now() > deadline) {
                const others = this.heard.map((event) => event.event).join(', ') || 'nothing';
                assert.fail(`${this.name} should hear ${name}, but heard ${others}`);
            }
            await pause(10);
        }
    }

    async hearsPost(id) {
        const event = await this.hears('posted', ({data}) => JSON.parse(data.post).id === id);
        return {...event, post: JSON.parse(event.data.post)};
    }

    // What anybody posts later is heard later: once a later post has arrived, silence is certain.
    heardNothingOf(word) {
        const found = this.heard.filter((event) => JSON.stringify(event).includes(word));
        assert.deepEqual(found, [], `${this.name} should hear nothing of ${word}`);
    }

    says(channel, message, more = {}) {
        return this.api.createPost({channel_id: channel.id, message, ...more});
    }
}

export const [ada, bob, cleo, dora] = ['ada', 'bob', 'cleo', 'dora'].map((name) => new Person(name));

// The team and the channels that the story begins with: the team, a public and a private channel.
export const places = {team: null, quay: null, cabin: null};

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export async function until(holds, what) {
    for (const deadline = Date.now() + PATIENCE; !(await holds());) {
        assert.ok(Date.now() < deadline, what);
        await pause(10);
    }
}

export async function refused(status, id, action, what) {
    const error = await action.then(() => null, (reason) => reason);
    assert.ok(error, `${what} should be refused`);
    assert.equal(error.status_code, status, `${what}: ${error.server_error_id} ${error.message}`);
    if (id) {
        assert.equal(error.server_error_id, id, what);
    }
}

// Both lists hold the same, in whatever order.
export function sameItems(found, expected, what) {
    assert.deepEqual(found.toSorted(), expected.toSorted(), what);
}

export const ids = (things) => things.map((thing) => thing.id);

export const OK = {status: 'OK'};

// A picture of one pixel, in the given colour.
export function picture(name, colour) {
    const header = Buffer.from('GIF89a\x01\0\x01\0\x80\0\0', 'latin1');
    const pixel = Buffer.from(',\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;', 'latin1');
    return new File([header, Buffer.from([...colour, ...colour]), pixel], name, {type: 'image/gif'});
}
