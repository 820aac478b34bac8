// A socket breaks, and its owner returns.

import assert from 'node:assert/strict';

import {ada, bob, places, until} from '../harbour.mjs';

export default {
    async 'a cut and a return'() {
        const {quay} = places;
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
};
