// A day of three people who use the official JavaScript client: its REST client and its WebSocket client.
//
// Each step checks what the person sees. The first thing that is not as it should be ends the story with a line
// that says what was expected, and a non-zero status.
//
//     WARDROOM_URL=http://127.0.0.1:8065 node story.mjs        (on a fresh server)

import assert from 'node:assert/strict';
import WebSocket from 'ws';
import client from '@mattermost/client';

const {Client4, WebSocketClient} = client;
const URL = process.env.WARDROOM_URL;
const PASSWORD = 'A-quiet-Harbour-7';

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

class Person {
    constructor(name) {
        this.name = name;
        this.api = new Client4();
        this.api.setUrl(URL);
        this.heard = [];
        this.resynced = 0;
    }

    async signUp() {
        const user = {username: this.name, email: `${this.name}@harbour.test`, password: PASSWORD};
        Object.assign(this, {id: (await this.api.createUser(user, '', '')).id});
    }

    async logIn() {
        const me = await this.api.login(this.name, PASSWORD);
        assert.equal(me.id, this.id, `${this.name} logs in as herself`);
    }

    // Connects as a browser does: with the session's cookie, which a resumption needs.
    async listen() {
        const headers = {Cookie: `MMAUTHTOKEN=${this.api.getToken()}`};
        this.socket = new WebSocketClient({
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
        for (const deadline = Date.now() + 10_000; ;) {
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

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function refused(status, id, action, what) {
    const error = await action.then(() => null, (reason) => reason);
    assert.ok(error, `${what} should be refused`);
    assert.equal(error.status_code, status, `${what}: ${error.server_error_id} ${error.message}`);
    if (id) {
        assert.equal(error.server_error_id, id, what);
    }
}

const chapters = {
    async 'sign-up and log-in'() {
        assert.equal((await ada.api.ping(false)).status, 'OK', 'the server answers a ping');
        assert.equal((await ada.api.getClientLicenseOld()).IsLicensed, 'false', 'there is no licence');

        await ada.signUp();
        await ada.logIn();
        const me = await ada.api.getMe();
        assert.deepEqual(me.roles.split(' ').sort(), ['system_admin', 'system_user'], 'the first user administers');
        await ada.listen();

        await refused(403, 'api.user.create_user.no_open_server', bob.signUp(), 'signing up on a closed server');
        await ada.api.patchConfig({TeamSettings: {EnableOpenServer: true}});
        for (const person of [bob, cleo]) {
            await person.signUp();
            await ada.hears('new_user', ({data}) => data.user_id === person.id);
            await refused(401, null, person.api.login(person.name, 'not-the-Password-7'), 'a wrong password');
            await person.logIn();
            await person.listen();
        }
        assert.equal((await bob.api.getMe()).roles, 'system_user', 'the second user does not administer');
        const config = await bob.api.getClientConfig();
        assert.match(config.Version, /^11\./, 'the client configuration tells the version');
        assert.equal((await bob.api.getSessions(bob.id)).length, 1, 'bob has one session');
        assert.equal((await bob.api.getStatus(bob.id)).status, 'online', 'a listener is online');
    },

    async 'a team'() {
        team = await ada.api.createTeam({name: 'harbour', display_name: 'Harbour', type: 'O'});
        for (const person of [bob, cleo]) {
            await ada.api.addToTeam(team.id, person.id);
            await person.hears('added_to_team', ({data}) => data.team_id === team.id && data.user_id === person.id);
        }
        const names = (await bob.api.getMyChannels(team.id)).map((channel) => channel.name).sort();
        assert.deepEqual(names, ['off-topic', 'town-square'], 'a new member is in the default channels');
        assert.equal((await ada.api.getTeamStats(team.id)).total_member_count, 3, 'the team counts its members');
    },

    async 'channels'() {
        quay = await ada.api.createChannel({team_id: team.id, name: 'quay', display_name: 'The Quay', type: 'O'});
        await ada.hears('channel_created', ({data}) => data.channel_id === quay.id);
        const listed = await bob.api.getChannels(team.id);
        assert.ok(listed.some((channel) => channel.id === quay.id), 'a public channel is listed for others');
        await bob.api.addToChannel(bob.id, quay.id);
        await ada.hears('user_added', ({data}) => data.user_id === bob.id);
        await cleo.api.addToChannel(cleo.id, quay.id);
        // As the official client does, so that they get the short-lived events of what they look at.
        ada.socket.updateActiveChannel(quay.id);
        bob.socket.updateActiveChannel(quay.id);

        cabin = await ada.api.createChannel({team_id: team.id, name: 'cabin', display_name: 'Cabin', type: 'P'});
        await ada.api.addToChannel(bob.id, cabin.id);
        await bob.hears('user_added', ({data, broadcast}) => data.user_id === bob.id && broadcast.channel_id === cabin.id);
        await refused(403, null, cleo.api.getPosts(cabin.id), 'reading a private channel from outside');
        await refused(403, null, cleo.says(cabin, 'let me in'), 'posting in a private channel from outside');
    },

    async 'talk'() {
        const pending = `${ada.id}:${Date.now()}`;
        const hello = await ada.says(quay, 'Ahoy @bob, have a look at the #tide', {pending_post_id: pending});
        const heard = await bob.hearsPost(hello.id);
        assert.equal(heard.post.message, hello.message, 'a post arrives as it was written');
        assert.deepEqual(JSON.parse(heard.data.mentions), [bob.id], 'bob is mentioned');
        assert.equal((await cleo.hearsPost(hello.id)).data.mentions, undefined, 'cleo is not');
        const again = await ada.says(quay, hello.message, {pending_post_id: pending});
        assert.equal(again.id, hello.id, 'a repeated post is the same post');

        const reply = await bob.says(quay, 'Aye', {root_id: hello.id});
        assert.equal((await ada.hearsPost(reply.id)).post.root_id, hello.id, 'a reply knows its root');
        const thread = await ada.api.getPostThread(hello.id);
        assert.deepEqual(thread.order.toSorted(), [hello.id, reply.id].sort(), 'the thread holds both');
        assert.equal(thread.posts[hello.id].reply_count, 1, 'the root counts its reply');

        await bob.api.addReaction(bob.id, hello.id, 'anchor');
        const {data} = await ada.hears('reaction_added');
        const reaction = JSON.parse(data.reaction);
        assert.deepEqual([reaction.user_id, reaction.post_id, reaction.emoji_name], [bob.id, hello.id, 'anchor']);
        assert.equal((await ada.api.getReactionsForPost(hello.id)).length, 1, 'the post has one reaction');
        await bob.api.removeReaction(bob.id, hello.id, 'anchor');
        await ada.hears('reaction_removed');

        ada.socket.userTyping(quay.id, '');
        assert.equal((await bob.hears('typing')).data.user_id, ada.id, 'bob sees ada typing');

        await ada.api.patchPost({id: hello.id, message: 'Ahoy @bob, the tide is in'});
        // Reactions and replies tell of a changed post, too: this one has a new text.
        const isEdit = ({data}) => JSON.parse(data.post).edit_at > 0;
        const edited = JSON.parse((await bob.hears('post_edited', isEdit)).data.post);
        assert.equal(edited.message, 'Ahoy @bob, the tide is in', 'the new text arrives');
        const history = await ada.api.getPostEditHistory(hello.id);
        assert.deepEqual(history.map((post) => post.message), [hello.message], 'the old text is kept');
        await refused(403, null, cleo.api.patchPost({id: hello.id, message: 'mine'}), "editing another's post");

        await bob.api.deletePost(reply.id);
        assert.equal(JSON.parse((await ada.hears('post_deleted')).data.post).id, reply.id, 'the deletion arrives');
        await refused(404, null, ada.api.getPost(reply.id), 'reading a deleted post');
        assert.deepEqual((await ada.api.getPostThread(hello.id)).order, [hello.id], 'the thread has lost it');
    },

    async 'pages'() {
        const written = [];
        for (let number = 1; number <= 12; number++) {
            written.push((await bob.says(cabin, `entry ${number}`)).id);
        }
        const newest = written.toReversed();
        const first = await ada.api.getPosts(cabin.id, 0, 5);
        assert.deepEqual(first.order, newest.slice(0, 5), 'the first page holds the newest, newest first');
        assert.deepEqual((await ada.api.getPosts(cabin.id, 1, 5)).order, newest.slice(5, 10), 'the second page goes on');
        const before = await ada.api.getPostsBefore(cabin.id, written[6], 0, 3);
        assert.deepEqual(before.order, newest.slice(6, 9), 'three posts before the seventh');
        const after = await ada.api.getPostsAfter(cabin.id, written[6], 0, 3);
        assert.deepEqual(after.order, newest.slice(2, 5), 'three posts after the seventh');
    },

    async 'unread'() {
        await ada.api.viewMyChannel(quay.id);
        const unread = async () => {
            const [channel, member] = await Promise.all([ada.api.getChannel(quay.id), ada.api.getMyChannelMember(quay.id)]);
            return [channel.total_msg_count - member.msg_count, member.mention_count];
        };
        assert.deepEqual(await unread(), [0, 0], 'nothing is unread at first');
        await bob.says(quay, 'the lamp is lit');
        await bob.says(quay, 'look, @ada');
        await bob.says(quay, 'the code says `@ada`');
        assert.deepEqual(await unread(), [3, 1], 'three posts are unread, one mentions ada');
        ada.heard = [];
        await ada.api.viewMyChannel(quay.id);
        const {data} = await ada.hears('multiple_channels_viewed');
        assert.ok(data.channel_times[quay.id] > 0, 'her other windows hear that she looked');
        assert.deepEqual(await unread(), [0, 0], 'after a look nothing is unread');
    },

    async 'a cut and a return'() {
        bob.heard = [];
        const connection = bob.socket.connectionId;
        bob.socket.conn.terminate();
        const missed = [];
        for (let number = 1; number <= 40; number++) {
            missed.push((await ada.says(quay, `while you were away: ${number}`)).id);
        }
        const last = await ada.says(quay, 'welcome back');
        await until(() => bob.heard.some((event) => event.event === 'posted' && event.data.post.includes(last.id)),
            'bob hears the last post after his return');
        const posts = bob.heard.filter((event) => event.event === 'posted').map((event) => JSON.parse(event.data.post).id);
        assert.deepEqual(posts, [...missed, last.id], 'every missed post arrives once, in order');
        assert.equal(bob.socket.connectionId, connection, 'it is the same connection');
        assert.equal(bob.resynced, 0, 'nothing had to be fetched again');
    },

    async 'oneself'() {
        bob.heard = [];
        await ada.api.patchMe({nickname: 'Admiral'});
        assert.equal((await bob.hears('user_updated')).data.user.nickname, 'Admiral', 'others hear a new nickname');
        const preference = {user_id: ada.id, category: 'display_settings', name: 'use_military_time', value: 'true'};
        await ada.api.savePreferences(ada.id, [preference]);
        assert.deepEqual(JSON.parse((await ada.hears('preferences_changed')).data.preferences), [preference]);
        assert.ok((await ada.api.getMyPreferences()).some((one) => one.name === preference.name), 'it is kept');
    },

    async 'leaving'() {
        await bob.api.removeFromChannel(bob.id, quay.id);
        await ada.hears('user_removed', ({data}) => data.user_id === bob.id);
        const secret = await ada.says(quay, 'a word among those who stayed');
        await cleo.hearsPost(secret.id);
        const marker = await ada.says(cabin, 'to the cabin');
        await bob.hearsPost(marker.id);
        bob.heardNothingOf(secret.id);
        cleo.heardNothingOf(cabin.id);

        await cleo.api.logout();
        await refused(401, null, cleo.api.getMe(), 'a session after its end');
        const later = await ada.says(quay, 'after she left');
        await ada.hearsPost(later.id);
        await pause(200);
        cleo.heardNothingOf(later.id);
    },
};

async function until(holds, what) {
    for (const deadline = Date.now() + 10_000; !holds();) {
        assert.ok(Date.now() < deadline, what);
        await pause(10);
    }
}

const [ada, bob, cleo] = ['ada', 'bob', 'cleo'].map((name) => new Person(name));
let team, quay, cabin;

let current = '';
try {
    assert.ok(URL, 'WARDROOM_URL names the server');
    for (const [name, tell] of Object.entries(chapters)) {
        current = name;
        await tell();
    }
    print(`the JavaScript client's story holds: ${Object.keys(chapters).join(', ')}`);
    process.exit(0);
} catch (error) {
    const place = error.url ? ` (${error.status_code} ${error.server_error_id} at ${error.url})` : '';
    console.error(`the JavaScript client's story breaks in "${current}": ${error.message}${place}`);
    console.error(error.stack.split('\n').filter((line) => line.includes('story.mjs')).slice(0, 4).join('\n'));
    process.exit(1);
}
