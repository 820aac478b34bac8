"""A day of three people who use mattermostdriver, the Python driver that many bots are built on.

Each step checks what the person sees. The first thing that is not as it should be ends the story with a line
that says what was expected, and a non-zero status.

    WARDROOM_URL=http://127.0.0.1:8065 python driver.py       (on a fresh server)
"""

import json
import time

from mattermostdriver import Driver
from mattermostdriver.exceptions import NoAccessTokenProvided, NotEnoughPermissions, ResourceNotFound

from telling import PASSWORD, SERVER, Listener, equal, expect, refused, tell


class Person:
    def __init__(self, name):
        self.name = name
        self.driver = Driver({
            "scheme": SERVER.scheme, "url": SERVER.hostname, "port": SERVER.port,
            "login_id": name, "password": PASSWORD, "request_timeout": 30,
        })
        for endpoint in ("users", "teams", "channels", "posts", "reactions", "preferences", "status", "system"):
            setattr(self, endpoint, getattr(self.driver, endpoint))

    def sign_up(self):
        made = self.users.create_user({"username": self.name, "email": f"{self.name}@harbour.test", "password": PASSWORD})
        self.id = made["id"]

    def log_in(self):
        equal(self.driver.login()["id"], self.id, f"{self.name} logs in as herself")

    def listen(self):
        self.ears = Listener(self.driver, self.name)
        self.hears, self.hears_post = self.ears.hears, self.ears.hears_post
        self.heard_nothing_of = self.ears.heard_nothing_of

    def says(self, channel, message, **more):
        return self.posts.create_post({"channel_id": channel["id"], "message": message, **more})


class Story:
    def __init__(self):
        self.ada, self.bob, self.cleo = Person("ada"), Person("bob"), Person("cleo")

    def sign_up_and_log_in(self):
        ada, bob = self.ada, self.bob
        equal(ada.system.check_system_health()["status"], "OK", "the server answers a ping")
        ada.sign_up()
        ada.log_in()
        equal(sorted(ada.users.get_user("me")["roles"].split()), ["system_admin", "system_user"], "the first user administers")
        ada.listen()
        refused(NotEnoughPermissions, bob.sign_up, "signing up on a closed server")
        config = ada.system.get_configuration()
        config["TeamSettings"]["EnableOpenServer"] = True
        equal(ada.system.update_configuration(config)["TeamSettings"]["EnableOpenServer"], True, "the server is open now")
        for person in (bob, self.cleo):
            person.sign_up()
            ada.hears("new_user", lambda e, id=person.id: e["data"]["user_id"] == id)
            wrong = Person(person.name)
            wrong.driver.options["password"] = "not-the-Password-7"
            refused(NoAccessTokenProvided, wrong.driver.login, "a wrong password")
            person.log_in()
            person.listen()
        equal(bob.users.get_user("me")["roles"], "system_user", "the second user does not administer")
        equal(len(bob.users.get_user_sessions(bob.id)), 1, "bob has one session")
        equal(bob.status.get_user_status(bob.id)["status"], "online", "a listener is online")

    def a_team(self):
        self.team = self.ada.teams.create_team({"name": "harbour", "display_name": "Harbour", "type": "O"})
        team = self.team["id"]
        for person in (self.bob, self.cleo):
            self.ada.teams.add_user_to_team(team, {"team_id": team, "user_id": person.id})
            person.hears("added_to_team", lambda e: e["data"]["team_id"] == team)
        names = sorted(c["name"] for c in self.bob.channels.get_channels_for_user("me", team))
        equal(names, ["off-topic", "town-square"], "a new member is in the default channels")
        equal(self.ada.teams.get_team_stats(team)["total_member_count"], 3, "the team counts its members")

    def channels(self):
        ada, bob, cleo, team = self.ada, self.bob, self.cleo, self.team["id"]
        self.quay = ada.channels.create_channel({"team_id": team, "name": "quay", "display_name": "The Quay", "type": "O"})
        quay = self.quay["id"]
        ada.hears("channel_created", lambda e: e["data"]["channel_id"] == quay)
        expect(quay in [c["id"] for c in bob.channels.get_public_channels(team)], "a public channel is listed for others")
        bob.channels.add_user(quay, {"user_id": bob.id})
        ada.hears("user_added", lambda e: e["data"]["user_id"] == bob.id)
        cleo.channels.add_user(quay, {"user_id": cleo.id})

        self.cabin = ada.channels.create_channel({"team_id": team, "name": "cabin", "display_name": "Cabin", "type": "P"})
        cabin = self.cabin["id"]
        ada.channels.add_user(cabin, {"user_id": bob.id})
        bob.hears("user_added", lambda e: e["broadcast"]["channel_id"] == cabin and e["data"]["user_id"] == bob.id)
        refused(NotEnoughPermissions, lambda: cleo.posts.get_posts_for_channel(cabin), "reading a private channel from outside")
        refused(NotEnoughPermissions, lambda: cleo.says(self.cabin, "let me in"), "posting in it from outside")

    def talk(self):
        ada, bob, cleo = self.ada, self.bob, self.cleo
        pending = f"{ada.id}:{int(time.time() * 1000)}"
        hello = ada.says(self.quay, "Ahoy @bob, have a look at the #tide", pending_post_id=pending)
        event, post = bob.hears_post(hello["id"])
        equal(post["message"], hello["message"], "a post arrives as it was written")
        equal(json.loads(event["data"]["mentions"]), [bob.id], "bob is mentioned")
        expect("mentions" not in cleo.hears_post(hello["id"])[0]["data"], "cleo is not mentioned")
        equal(ada.says(self.quay, hello["message"], pending_post_id=pending)["id"], hello["id"], "a repeated post is the same post")

        reply = bob.says(self.quay, "Aye", root_id=hello["id"])
        equal(ada.hears_post(reply["id"])[1]["root_id"], hello["id"], "a reply knows its root")
        thread = ada.posts.get_thread(hello["id"])
        equal(sorted(thread["order"]), sorted([hello["id"], reply["id"]]), "the thread holds both")

        bob.reactions.create_reaction({"user_id": bob.id, "post_id": hello["id"], "emoji_name": "anchor"})
        reaction = json.loads(ada.hears("reaction_added")["data"]["reaction"])
        equal((reaction["user_id"], reaction["emoji_name"]), (bob.id, "anchor"), "ada sees bob's reaction")
        equal(len(ada.reactions.get_reactions_of_post(hello["id"])), 1, "the post has one reaction")
        bob.reactions.delete_reaction(bob.id, hello["id"], "anchor")
        ada.hears("reaction_removed")

        ada.posts.patch_post(hello["id"], {"message": "Ahoy @bob, the tide is in"})
        # Reactions and replies tell of a changed post, too: this one has a new text.
        edit = bob.hears("post_edited", lambda e: json.loads(e["data"]["post"])["edit_at"] > 0)
        edited = json.loads(edit["data"]["post"])
        equal(edited["message"], "Ahoy @bob, the tide is in", "the new text arrives")

        bob.posts.delete_post(reply["id"])
        equal(json.loads(ada.hears("post_deleted")["data"]["post"])["id"], reply["id"], "the deletion arrives")
        refused(ResourceNotFound, lambda: ada.posts.get_post(reply["id"]), "reading a deleted post")

    def pages(self):
        written = [self.bob.says(self.cabin, f"entry {n}")["id"] for n in range(1, 13)]
        newest = written[::-1]
        page = lambda **params: self.ada.posts.get_posts_for_channel(self.cabin["id"], params)["order"]
        equal(page(page=0, per_page=5), newest[:5], "the first page holds the newest, newest first")
        equal(page(page=1, per_page=5), newest[5:10], "the second page goes on")
        equal(page(before=written[6], per_page=3), newest[6:9], "three posts before the seventh")
        equal(page(after=written[6], per_page=3), newest[2:5], "three posts after the seventh")

    def unread(self):
        ada, bob, quay = self.ada, self.bob, self.quay["id"]
        def unread():
            channel, member = ada.channels.get_channel(quay), ada.channels.get_channel_member(quay, "me")
            return channel["total_msg_count"] - member["msg_count"], member["mention_count"]
        ada.channels.view_channel("me", {"channel_id": quay})
        equal(unread(), (0, 0), "nothing is unread at first")
        for message in ("the lamp is lit", "look, @ada", "the code says `@ada`"):
            bob.says(self.quay, message)
        equal(unread(), (3, 1), "three posts are unread, one mentions ada")
        told = ada.channels.get_unread_messages("me", quay)
        equal((told["msg_count"], told["mention_count"]), (3, 1), "the server counts the same")
        ada.channels.view_channel("me", {"channel_id": quay})
        ada.hears("multiple_channels_viewed", lambda e: quay in e["data"]["channel_times"])
        equal(unread(), (0, 0), "after a look nothing is unread")

    def leaving(self):
        ada, bob, cleo = self.ada, self.bob, self.cleo
        bob.channels.remove_channel_member(self.quay["id"], bob.id)
        ada.hears("user_removed", lambda e: e["data"].get("user_id") == bob.id)
        secret = ada.says(self.quay, "a word among those who stayed")
        cleo.hears_post(secret["id"])
        bob.hears_post(ada.says(self.cabin, "to the cabin")["id"])
        bob.heard_nothing_of(secret["id"])
        cleo.heard_nothing_of(self.cabin["id"])
        token = cleo.driver.client.token
        cleo.driver.logout()
        cleo.driver.client.token = token
        refused(NoAccessTokenProvided, lambda: cleo.users.get_user("me"), "a session after its end")


if __name__ == "__main__":
    story = Story()
    tell("mattermostdriver", [
        story.sign_up_and_log_in, story.a_team, story.channels, story.talk, story.pages, story.unread, story.leaving,
    ])
