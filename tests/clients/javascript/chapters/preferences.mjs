// What people prefer, kept for them and told to their other windows.

import assert from 'node:assert/strict';

import {OK, ada, bob, refused} from '../harbour.mjs';

const clock = () => ({user_id: ada.id, category: 'display_settings', name: 'use_military_time', value: 'true'});
const ofName = (list, name) => list.filter((one) => one.name === name);

export default {
    async 'kept'() {
        assert.deepEqual(await ada.api.savePreferences(ada.id, [clock()]), OK);
        const heard = await ada.hears('preferences_changed');
        assert.deepEqual(JSON.parse(heard.data.preferences), [clock()], 'her other windows hear of it');
        assert.deepEqual(ofName(await ada.api.getMyPreferences(), clock().name), [clock()], 'it is kept');
        assert.deepEqual(ofName(await ada.api.getUserPreferences(ada.id), clock().name), [clock()], 'under her id, too');
        await refused(403, null, bob.api.getUserPreferences(ada.id), "reading another's preferences");
    },

    async 'and forgotten'() {
        assert.deepEqual(await ada.api.deletePreferences(ada.id, [clock()]), OK);
        const heard = await ada.hears('preferences_deleted');
        assert.equal(JSON.parse(heard.data.preferences)[0].name, clock().name, 'her other windows forget it');
        assert.deepEqual(ofName(await ada.api.getMyPreferences(), clock().name), [], 'it is gone');
    },
};
