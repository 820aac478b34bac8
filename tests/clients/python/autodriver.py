"""A shorter day of two people who use mattermostautodriver, whose calls are made from the protocol's description.

    WARDROOM_URL=http://127.0.0.1:8065 python autodriver.py        (on a fresh server)
"""

import json

from mattermostautodriver import Driver
from mattermostautodriver.exceptions import FeatureDisabled, NoAccessTokenProvided, NotEnoughPermissions

from telling import PASSWORD, SERVER, Listener, equal, expect, refused, session, tell


def driver(**how):
    return Driver({"scheme": SERVER.scheme, "url": SERVER.hostname, "port": SERVER.port, "request_timeout": 30, **how})


class Story:
    def __init__(self):
        self.ada, self.bob = driver(), driver()

    def signing_up(self):
        equal(self.ada.system.get_ping()["status"], "OK", "the server answers a ping")
        for person, name in ((self.ada, "ada"), (self.bob, "bob")):
            made = person.users.create_user({"username": name, "email": f"{name}@harbour.test", "password": PASSWORD})
            # This release of the driver logs in by token only.
            person.options["token"] = session(name)
            equal(person.login()["id"], made["id"], f"{name} logs in")
            person.id = made["id"]
            self.ada.system.patch_config({"TeamSettings": {"EnableOpenServer": True}})
        refused(NotEnoughPermissions, self.bob.system.get_config, "reading the configuration as a member")
        equal([u["username"] for u in self.ada.users.get_users({"per_page": 10})], ["ada", "bob"], "both are listed")

    def a_team(self):
        ada, bob = self.ada, self.bob
        self.team = ada.teams.create_team({"name": "harbour", "display_name": "Harbour", "type": "O"})["id"]
        ada.teams.add_team_member(self.team, {"team_id": self.team, "user_id": bob.id})
        equal([t["id"] for t in bob.teams.get_teams_for_user("me")], [self.team], "bob is in the team")
        self.ears = Listener(bob, "bob")
        made = ada.channels.create_channel({"team_id": self.team, "name": "quay", "display_name": "Quay", "type": "P"})
        self.quay = made["id"]
        refused(NotEnoughPermissions, lambda: bob.channels.get_channel(self.quay), "looking into a private channel")
        ada.channels.add_channel_member(self.quay, {"user_id": bob.id})
        self.ears.hears("user_added", lambda e: e["broadcast"]["channel_id"] == self.quay)
        names = [c["name"] for c in bob.channels.get_channels_for_team_for_user("me", self.team)]
        equal(sorted(names), ["off-topic", "quay", "town-square"], "bob's channels")

    def talk(self):
        ada, bob = self.ada, self.bob
        hello = ada.posts.create_post({"channel_id": self.quay, "message": "Ahoy @bob"})
        event, post = self.ears.hears_post(hello["id"])
        equal((post["message"], json.loads(event["data"]["mentions"])), ("Ahoy @bob", [bob.id]), "bob is called")
        reply = bob.posts.create_post({"channel_id": self.quay, "message": "Aye", "root_id": hello["id"]})
        thread = ada.posts.get_post_thread(hello["id"])
        equal(sorted(thread["order"]), sorted([hello["id"], reply["id"]]), "the thread holds both")
        bob.reactions.save_reaction({"user_id": bob.id, "post_id": hello["id"], "emoji_name": "anchor"})
        equal([r["emoji_name"] for r in ada.reactions.get_reactions(hello["id"])], ["anchor"], "ada sees a reaction")
        ada.posts.patch_post(hello["id"], {"message": "Ahoy all"})
        equal(bob.posts.get_post(hello["id"])["message"], "Ahoy all", "the new text is read")
        page = bob.posts.get_posts_for_channel(self.quay, {"per_page": 1})
        equal(page["order"], [reply["id"]], "a page of one")
        threads = ada.threads.get_user_threads("me", self.team, {"extended": True})
        equal([(t["id"], t["reply_count"]) for t in threads["threads"]], [(hello["id"], 1)], "ada's threads")

    def unread_and_status(self):
        ada, bob = self.ada, self.bob
        bob.channels.view_channel("me", {"channel_id": self.quay})
        ada.posts.create_post({"channel_id": self.quay, "message": "the lamp, @bob"})
        told = bob.channels.get_channel_unread("me", self.quay)
        equal((told["msg_count"], told["mention_count"]), (1, 1), "one is unread, and calls bob")
        bob.status.update_user_status(bob.id, {"user_id": bob.id, "status": "dnd"})
        equal(ada.status.get_user_status(bob.id)["status"], "dnd", "bob wants peace")
        bob.preferences.update_preferences("me", [
            {"user_id": bob.id, "category": "display_settings", "name": "use_military_time", "value": "true"},
        ])
        kept = bob.preferences.get_preferences_by_category("me", "display_settings")
        expect([p["value"] for p in kept if p["name"] == "use_military_time"] == ["true"], "a preference is kept")

    def leaving(self):
        ada, bob = self.ada, self.bob
        refused(FeatureDisabled, lambda: ada.users.create_user_access_token(ada.id, {"description": "script"}),
                "a token where there are none")
        ada.system.patch_config({"ServiceSettings": {"EnableUserAccessTokens": True}})
        made = ada.users.create_user_access_token(ada.id, {"description": "script"})
        script = driver(token=made["token"])
        equal(script.login()["id"], ada.id, "a script logs in with a token")
        ada.users.revoke_user_access_token({"token_id": made["id"]})
        refused(NoAccessTokenProvided, lambda: script.users.get_user("me"), "a token that was ended")
        bob.logout()
        refused(NoAccessTokenProvided, lambda: bob.users.get_user("me"), "a session after its end")


if __name__ == "__main__":
    story = Story()
    tell("mattermostautodriver", [
        story.signing_up, story.a_team, story.talk, story.unread_and_status, story.leaving,
    ])
