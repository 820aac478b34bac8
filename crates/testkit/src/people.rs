//! People, and what they make.

use std::ops::{Deref, Index};

use serde_json::{Value, json};

use crate::socket::{Cut, Socket};
use crate::{Client, TestServer};

/// The password of everybody.
pub const PASSWORD: &str = "Correct-Horse-1";

/// Somebody with an account, signed in. Calls go through [`Client`].
#[derive(Clone)]
pub struct User {
    pub id: String,
    pub username: String,
    pub email: String,
    client: Client,
    server: TestServer,
}

impl Deref for User {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

macro_rules! things {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            pub id: String,
            /// What the server answered when it was made.
            pub json: Value,
        }

        impl $name {
            fn of(json: &Value) -> Self {
                Self { id: json["id"].as_str().unwrap_or_default().to_owned(), json: json.clone() }
            }
        }

        impl Index<&str> for $name {
            type Output = Value;

            fn index(&self, key: &str) -> &Value {
                &self.json[key]
            }
        }
    )*};
}

things! {
    /// A team, as it was made.
    Team,
    /// A channel, as it was made.
    Channel,
    /// A post, as it was made.
    Post,
}

impl TestServer {
    /// The first account: the system administrator.
    pub async fn admin(&self) -> User {
        let mut people = self.people().lock().await;
        if let Some(admin) = people.get("admin") {
            return admin.clone();
        }
        let admin = self.sign_up("admin").await;
        people.insert("admin".to_owned(), admin.clone());
        admin
    }

    /// Somebody by name; signed up when first mentioned. Never the administrator.
    pub async fn user(&self, name: &str) -> User {
        self.admin().await;
        let mut people = self.people().lock().await;
        if let Some(user) = people.get(name) {
            return user.clone();
        }
        let user = self.sign_up(name).await;
        people.insert(name.to_owned(), user.clone());
        user
    }

    async fn sign_up(&self, name: &str) -> User {
        let email = format!("{name}@example.com");
        let input = json!({"email": email, "username": name, "password": PASSWORD});
        let made = self.anonymous().post("/users", input).await;
        let id = made.ok()["id"].as_str().unwrap().to_owned();
        User { id, username: name.to_owned(), client: self.sign_in(name).await, email, server: self.clone() }
    }

    /// A further session of somebody who has an account.
    pub async fn sign_in(&self, name: &str) -> Client {
        let reply =
            self.anonymous().post("/users/login", json!({"login_id": name, "password": PASSWORD})).await;
        reply.ok();
        self.anonymous().with_token(reply.header("token"))
    }

    /// An administrator, two members of one public channel and somebody who is in neither the channel nor its team.
    pub async fn scene(&self) -> Scene {
        let admin = self.admin().await;
        let alice = self.user("alice").await;
        let bob = self.user("bob").await;
        let outsider = self.user("outsider").await;
        let team = alice.team().await;
        alice.add_to_team(&team, &bob).await;
        let channel = alice.channel(&team).await;
        alice.add_to_channel(&channel, &bob).await;
        Scene { admin, alice, bob, outsider, team, channel }
    }
}

/// See [`TestServer::scene`].
#[derive(Clone)]
pub struct Scene {
    pub admin: User,
    /// Made the team and the channel.
    pub alice: User,
    /// Was added to both.
    pub bob: User,
    /// In no team.
    pub outsider: User,
    pub team: Team,
    pub channel: Channel,
}

impl User {
    pub fn client(&self) -> &Client {
        &self.client
    }

    pub fn server(&self) -> &TestServer {
        &self.server
    }

    /// The same user with another session.
    pub fn with(&self, client: Client) -> Self {
        Self { client, ..self.clone() }
    }

    /// Makes an open team.
    pub async fn team(&self) -> Team {
        let name = self.server.fresh("team");
        self.make_team(json!({"name": name, "display_name": name, "type": "O"})).await
    }

    pub async fn make_team(&self, input: Value) -> Team {
        Team::of(self.client.post("/teams", input).await.ok())
    }

    /// Makes a public channel.
    pub async fn channel(&self, team: &Team) -> Channel {
        self.channel_of_type(team, "O").await
    }

    pub async fn private_channel(&self, team: &Team) -> Channel {
        self.channel_of_type(team, "P").await
    }

    async fn channel_of_type(&self, team: &Team, kind: &str) -> Channel {
        let name = self.server.fresh("channel");
        self.make_channel(json!({"team_id": team.id, "name": name, "display_name": name, "type": kind})).await
    }

    pub async fn make_channel(&self, input: Value) -> Channel {
        Channel::of(self.client.post("/channels", input).await.ok())
    }

    pub async fn add_to_team(&self, team: &Team, user: &User) {
        let input = json!({"team_id": team.id, "user_id": user.id});
        self.client.post(&format!("/teams/{}/members", team.id), input).await.ok();
    }

    pub async fn add_to_channel(&self, channel: &Channel, user: &User) {
        let input = json!({"user_id": user.id});
        self.client.post(&format!("/channels/{}/members", channel.id), input).await.ok();
    }

    /// Writes a post.
    pub async fn write(&self, channel: &Channel, message: &str) -> Post {
        self.make_post(json!({"channel_id": channel.id, "message": message})).await
    }

    /// Answers in a thread.
    pub async fn reply(&self, root: &Post, message: &str) -> Post {
        let input = json!({"channel_id": root["channel_id"], "root_id": root.id, "message": message});
        self.make_post(input).await
    }

    pub async fn make_post(&self, input: Value) -> Post {
        Post::of(self.client.post("/posts", input).await.ok())
    }

    pub async fn react(&self, post: &Post, emoji: &str) {
        let input = json!({"user_id": self.id, "post_id": post.id, "emoji_name": emoji});
        self.client.post("/reactions", input).await.ok();
    }

    /// Opens a socket and waits until it hears events: those of what is done from now on.
    pub async fn socket(&self) -> Socket {
        self.server.settled().await;
        Socket::open(&self.client, &self.server, &self.id, None).await
    }

    /// Comes back to a socket that was cut.
    pub async fn resume(&self, cut: &Cut) -> Socket {
        Socket::open(&self.client, &self.server, &self.id, Some(cut)).await
    }
}
