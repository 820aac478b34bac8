// Who is here right now, and what they say of themselves.

import assert from 'node:assert/strict';

import {OK, ada, bob, cleo, refused, sameItems} from '../harbour.mjs';

const lunch = {emoji: 'stew', text: 'at the galley', duration: 'today', expires_at: ''};
const customOf = async (person) => JSON.parse((await ada.api.getUser(person.id)).props.customStatus || 'null');

export default {
    async 'here and away'() {
        assert.equal((await bob.api.getStatus(bob.id)).status, 'online', 'a listener is online');
        const all = await bob.api.getStatusesByIds([bob.id, cleo.id]);
        sameItems(all.map((one) => one.user_id), [bob.id, cleo.id], 'the statuses of several');

        cleo.heard = [];
        const set = await bob.api.updateStatus({user_id: bob.id, status: 'dnd'});
        assert.deepEqual([set.status, set.manual], ['dnd', true], 'bob wants peace');
        await bob.hears('status_change', ({data}) => data.user_id === bob.id && data.status === 'dnd');
        assert.equal((await cleo.api.getStatus(bob.id)).status, 'dnd', 'others see it');
        await refused(403, null, cleo.api.updateStatus({user_id: bob.id, status: 'online'}), "another's status");
        await bob.api.updateStatus({user_id: bob.id, status: 'online'});
    },

    async 'in their own words'() {
        const expires = new Date(Date.now() + 3_600_000).toISOString();
        assert.deepEqual(await bob.api.updateCustomStatus({...lunch, expires_at: expires}), OK);
        const shown = await customOf(bob);
        assert.deepEqual([shown.emoji, shown.text], ['stew', 'at the galley'], 'others read it');
        assert.deepEqual(await bob.api.unsetCustomStatus(), OK);
        assert.ok(!(await customOf(bob))?.text, 'it is taken back');

        const recent = async () => JSON.parse((await bob.api.getMyPreferences())
            .find((one) => one.category === 'custom_status' && one.name === 'recent_custom_statuses')?.value ?? '[]');
        const found = (await recent()).find((one) => one.text === lunch.text);
        assert.ok(found, 'it is offered again');
        assert.deepEqual(await bob.api.removeRecentCustomStatus(found), OK);
        assert.deepEqual((await recent()).filter((one) => one.text === lunch.text), [], 'until it is forgotten');
    },
};
