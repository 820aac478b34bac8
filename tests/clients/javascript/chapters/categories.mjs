// The categories of the sidebar: read, made, changed, ordered and removed.

import assert from 'node:assert/strict';

import {bob, cleo, places, refused, sameItems} from '../harbour.mjs';

let boats;

const all = async () => bob.api.getChannelCategories(bob.id, places.team.id);
const ofType = (list, type) => list.categories.find((category) => category.type === type);

export default {
    async 'at first'() {
        const {quay, cabin} = places;
        const list = await all();
        sameItems(list.categories.map((one) => one.type), ['favorites', 'channels', 'direct_messages'], 'the built-in ones');
        assert.deepEqual(list.order, list.categories.map((one) => one.id), 'in their order');
        const {channel_ids: channels} = ofType(list, 'channels');
        assert.ok(channels.includes(quay.id) && channels.includes(cabin.id), 'with all channels in them');
        await refused(403, null, cleo.api.getChannelCategories(bob.id, places.team.id), "another's sidebar");
    },

    async 'one of his own'() {
        const {team, quay, cabin} = places;
        const category = {team_id: team.id, user_id: bob.id, display_name: 'Boats', channel_ids: [quay.id]};
        boats = await bob.api.createChannelCategory(bob.id, team.id, category);
        assert.deepEqual([boats.type, boats.display_name, boats.channel_ids], ['custom', 'Boats', [quay.id]]);
        await bob.hears('sidebar_category_created', ({data}) => data.category_id === boats.id);
        assert.ok(!ofType(await all(), 'channels').channel_ids.includes(quay.id), 'the channel moved over');

        const changed = {...boats, display_name: 'Ships', channel_ids: [cabin.id, quay.id]};
        assert.equal((await bob.api.updateChannelCategory(bob.id, team.id, changed)).display_name, 'Ships');
        const kept = await bob.api.getChannelCategory(bob.id, team.id, boats.id);
        assert.deepEqual([kept.display_name, kept.channel_ids], ['Ships', [cabin.id, quay.id]], 'it is changed');
    },

    async 'several at once'() {
        const {team, cabin} = places;
        const list = await all();
        const [mine, favorites] = [list.categories.find((one) => one.id === boats.id), ofType(list, 'favorites')];
        const updates = [{...mine, channel_ids: mine.channel_ids.filter((id) => id !== cabin.id)}, {...favorites, channel_ids: [cabin.id]}];
        const updated = await bob.api.updateChannelCategories(bob.id, team.id, updates);
        sameItems(updated.map((one) => one.id), [boats.id, favorites.id], 'both are told');
        assert.deepEqual(ofType(await all(), 'favorites').channel_ids, [cabin.id], 'the cabin is a favourite');
    },

    async 'their order'() {
        const {team} = places;
        const order = await bob.api.getChannelCategoryOrder(bob.id, team.id);
        assert.ok(order.includes(boats.id), 'the new one is in the order');
        const turned = [boats.id, ...order.filter((id) => id !== boats.id)];
        assert.deepEqual(await bob.api.updateChannelCategoryOrder(bob.id, team.id, turned), turned);
        await bob.hears('sidebar_category_order_updated', ({data}) => data.order[0] === boats.id);
        assert.deepEqual((await all()).order, turned, 'it comes first');

        await bob.api.deleteChannelCategory(bob.id, team.id, boats.id);
        await bob.hears('sidebar_category_deleted', ({data}) => data.category_id === boats.id);
        assert.ok(!(await all()).order.includes(boats.id), 'it is gone');
        await refused(403, null, bob.api.getChannelCategory(bob.id, team.id, boats.id), 'reading what is gone');
    },
};
