// What an administrator reads and sets: the configuration, roles and schemes, the brand.

import assert from 'node:assert/strict';

import {OK, ada, bob, picture, refused, sameItems} from '../harbour.mjs';

export default {
    async 'the configuration'() {
        const config = await ada.api.getConfig();
        assert.equal(config.TeamSettings.EnableOpenServer, true, 'what was set stands there');
        await refused(403, null, bob.api.getConfig(), 'reading it as a member');
        config.TeamSettings.SiteName = 'The Harbour';
        assert.equal((await ada.api.updateConfig(config)).TeamSettings.SiteName, 'The Harbour', 'set as a whole');
        await bob.hears('config_changed', ({data}) => data.config.SiteName === 'The Harbour');
        assert.equal((await bob.api.getClientConfig()).SiteName, 'The Harbour', 'clients are told');
        const patched = await ada.api.patchConfig({TeamSettings: {SiteName: 'Harbour'}});
        assert.deepEqual([patched.TeamSettings.SiteName, patched.TeamSettings.EnableOpenServer], ['Harbour', true]);

        assert.deepEqual(await ada.api.reloadConfig(), OK);
        assert.equal((await ada.api.getConfig()).TeamSettings.SiteName, 'Harbour', 'a reload changes nothing');
        assert.equal(typeof await ada.api.getEnvironmentConfig(), 'object', 'what the environment sets');
        assert.deepEqual(await ada.api.invalidateCaches(), OK);
        assert.equal((await ada.api.ping(true)).database_status, 'OK', 'the server says how it is');
    },

    async 'roles and schemes'() {
        const role = await bob.api.getRoleByName('channel_user');
        assert.ok(role.permissions.includes('create_post'), 'members of a channel may post');
        assert.equal((await bob.api.getRole(role.id)).name, 'channel_user', 'the same by id');
        const two = await bob.api.getRolesByNames(['team_user', 'channel_user', 'no_such_role']);
        sameItems(two.map((one) => one.name), ['channel_user', 'team_user'], 'several by name');
        assert.deepEqual(await ada.api.getSchemes('team'), [], 'there is no scheme');
        const nothing = 'y'.repeat(26);
        for (const ask of [ada.api.getScheme, ada.api.getSchemeTeams, ada.api.getSchemeChannels]) {
            await refused(404, 'app.scheme.get.app_error', ask(nothing), 'a scheme that is not there, and what it is given to');
        }
        const none = 'app.terms_of_service.get.no_rows.app_error';
        await refused(404, none, bob.api.getTermsOfService(), 'terms that nobody wrote');
    },

    async 'the brand'() {
        const address = ada.api.getBrandImageUrl('1');
        assert.equal((await fetch(address)).status, 404, 'there is no brand image');
        assert.deepEqual(await ada.api.uploadBrandImage(picture('brand.gif', [0, 80, 160])), OK);
        assert.match((await fetch(address)).headers.get('Content-Type'), /^image\//, 'anybody sees it');
        assert.deepEqual(await ada.api.deleteBrandImage(), OK);
        assert.equal((await fetch(address)).status, 404, 'it is gone');
    },
};
