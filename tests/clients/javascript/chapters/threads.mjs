// Threads: followed by whom they concern, read, left for later, and told in pages.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, ids, places} from '../harbour.mjs';

let root;
const replies = [];

const threadOf = (person) => person.api.getUserThread(person.id, places.team.id, root.id, true);

export default {
    async 'a thread'() {
        const {team, quay} = places;
        root = await bob.says(quay, 'who sails with me?');
        for (const message of ['when?', 'where to?', '@ada comes, too']) {
            replies.push(await cleo.says(quay, message, {root_id: root.id}));
        }
        const listed = await bob.api.getUserThreads(bob.id, team.id, {extended: true});
        const [mine] = listed.threads;
        assert.deepEqual([mine.id, mine.reply_count, mine.unread_replies], [root.id, 3, 3], "bob's thread has replies");
        assert.equal(listed.total_unread_threads, 1, 'it is unread');
        const totals = await ada.api.getUserThreads(ada.id, team.id, {totalsOnly: true});
        assert.deepEqual([totals.total_unread_threads, totals.total_unread_mentions], [1, 1], 'ada is called for in it');
        assert.equal((await threadOf(ada)).post.message, root.message, 'with its root');
    },

    async 'its pages'() {
        const first = await cleo.api.getPaginatedPostThread(root.id, {perPage: 2, direction: 'down'});
        assert.deepEqual(first.order, [root.id, replies[0].id], 'the oldest two');
        assert.equal(first.has_next, true, 'there are more');
        const {id: fromPost, create_at: fromCreateAt} = replies[0];
        const rest = await cleo.api.getPaginatedPostThread(root.id, {perPage: 2, direction: 'down', fromPost, fromCreateAt});
        assert.deepEqual(rest.order, ids([root, replies[1], replies[2]]), 'the next two, below their root');
        assert.equal(rest.has_next, false, 'and no more');
    },

    async 'read and unread'() {
        const {team} = places;
        ada.heard = [];
        const read = await ada.api.updateThreadReadForUser(ada.id, team.id, root.id, replies[2].create_at);
        assert.deepEqual([read.unread_replies, read.unread_mentions], [0, 0], 'ada has read it');
        await ada.hears('thread_read_changed', ({data}) => data.thread_id === root.id && data.unread_mentions === 0);
        const later = await ada.api.markThreadAsUnreadForUser(ada.id, team.id, root.id, replies[2].id);
        assert.deepEqual([later.id, later.unread_replies], [root.id, 1], 'she leaves the last reply for later');
        assert.deepEqual(await ada.api.updateThreadsReadForUser(ada.id, team.id), OK);
        const {unread_replies: left} = await threadOf(ada);
        assert.equal(left, 0, 'and reads all there is');
    },

    async 'following'() {
        const {team} = places;
        ada.heard = [];
        assert.deepEqual(await ada.api.updateThreadFollowForUser(ada.id, team.id, root.id, false), OK);
        const off = await ada.hears('thread_follow_changed', ({data}) => data.thread_id === root.id);
        assert.equal(off.data.state, false, 'ada stops following');
        const {threads} = await ada.api.getUserThreads(ada.id, team.id, {});
        assert.ok(!ids(threads).includes(root.id), 'and sees it no more');
        assert.deepEqual(await ada.api.updateThreadFollowForUser(ada.id, team.id, root.id, true), OK);
        const again = await ada.api.getUserThreads(ada.id, team.id, {});
        assert.ok(ids(again.threads).includes(root.id), 'she follows again');
    },
};
