// How a channel is read: in pages, since a moment, and from where it was left.

import assert from 'node:assert/strict';

import {ada, bob, ids, places} from '../harbour.mjs';

const numbers = (lines) => lines.map((line) => line.id);

export default {
    async 'pages'() {
        const {cabin} = places;
        const written = [];
        for (let number = 1; number <= 12; number++) {
            written.push(await bob.says(cabin, `entry ${number}`));
        }
        const newest = numbers(written).toReversed();
        const [first, second] = [await ada.api.getPosts(cabin.id, 0, 5), await ada.api.getPosts(cabin.id, 1, 5)];
        assert.deepEqual(first.order, newest.slice(0, 5), 'the first page holds the newest, newest first');
        assert.deepEqual(second.order, newest.slice(5, 10), 'the second page goes on');
        const before = await ada.api.getPostsBefore(cabin.id, written[6].id, 0, 3);
        assert.deepEqual(before.order, newest.slice(6, 9), 'three posts before the seventh');
        const after = await ada.api.getPostsAfter(cabin.id, written[6].id, 0, 3);
        assert.deepEqual(after.order, newest.slice(2, 5), 'three posts after the seventh');
        const since = await ada.api.getPostsSince(cabin.id, written[9].create_at);
        assert.deepEqual(since.order, newest.slice(0, 2), 'what came after the tenth');
    },

    async 'unread'() {
        const {quay} = places;
        await ada.api.viewMyChannel(quay.id);
        const unread = async () => {
            const [channel, member] = await Promise.all([ada.api.getChannel(quay.id), ada.api.getMyChannelMember(quay.id)]);
            return [channel.total_msg_count - member.msg_count, member.mention_count];
        };
        assert.deepEqual(await unread(), [0, 0], 'nothing is unread at first');
        const lamp = await bob.says(quay, 'the lamp is lit');
        const look = await bob.says(quay, 'look, @ada');
        const code = await bob.says(quay, 'the code says `@ada`');
        assert.deepEqual(await unread(), [3, 1], 'three posts are unread, one mentions ada');
        const around = await ada.api.getPostsUnread(quay.id, ada.id, 10, 1);
        assert.deepEqual(around.order.slice(0, 3), ids([code, look, lamp]), 'the page begins where she left');
        assert.equal(around.order.length, 4, 'with what she read last');

        ada.heard = [];
        const viewed = await ada.api.viewMyChannel(quay.id);
        assert.equal(viewed.status, 'OK');
        const {data} = await ada.hears('multiple_channels_viewed');
        assert.equal(data.channel_times[quay.id], viewed.last_viewed_at_times[quay.id], 'her other windows hear of it');
        assert.deepEqual(await unread(), [0, 0], 'after a look nothing is unread');

        const back = await ada.api.markPostAsUnread(ada.id, look.id);
        assert.deepEqual([back.channel_id, back.mention_count], [quay.id, 1], 'she leaves the second for later');
        assert.deepEqual(await unread(), [2, 1], 'it and what follows are unread');
        await ada.hears('post_unread', (event) => event.data.mention_count === 1);
        const read = await ada.api.readMultipleChannels([quay.id]);
        assert.ok(read.last_viewed_at_times[quay.id] >= code.create_at, 'read with others');
        assert.deepEqual(await unread(), [0, 0], 'nothing is left');
    },
};
