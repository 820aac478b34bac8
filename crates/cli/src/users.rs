//! `wardroom user …`: accounts, made and mended at the machine itself. A server may be running on the same data.

use std::io::BufRead as _;
use std::process::ExitCode;

use accounts::users::operations::{self, Standing};
use anyhow::{Context as _, bail};
use kernel::{Ctx, Random, SystemRandom};
use wire::{Secret, SignUp};

use crate::place::Place;

#[derive(clap::Args)]
pub struct Create {
    #[arg(long, value_name = "NAME")]
    username: String,
    #[arg(long, value_name = "ADDRESS")]
    email: String,
    #[command(flatten)]
    password: Password,
    /// Make the account a system administrator, as the first account of a server is in any case.
    #[arg(long)]
    admin: bool,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
pub struct Change {
    username: String,
    #[command(flatten)]
    password: Password,
    #[command(flatten)]
    place: Place,
}

#[derive(clap::Args)]
struct Password {
    /// The password; others at the machine may see it in the list of processes. Without one, a password is made up
    /// and printed.
    #[arg(long, value_name = "PASSWORD", conflicts_with = "password_stdin", hide_env_values = true)]
    password: Option<String>,
    /// Read the password from the first line of standard input.
    #[arg(long)]
    password_stdin: bool,
}

/// `wardroom user create`
pub fn create(flags: Create) -> anyhow::Result<ExitCode> {
    let (password, is_made_up) = flags.password.get()?;
    let standing = if flags.admin { Standing::Administrator } else { Standing::FirstIsAdministrator };
    let input = SignUp {
        username: flags.username,
        email: flags.email,
        password: Secret::from(password.clone()),
        ..SignUp::default()
    };

    let user = crate::block_on(async {
        let ctx = Ctx::local(server::open(flags.place.options()).await?);
        operations::create(&ctx, input, standing).await.map_err(|error| told(error, "make the account"))
    })?;

    let is_admin = user.roles.split(' ').any(|role| role == "system_admin");
    let kind = if is_admin { "system administrator" } else { "member" };
    println!("made the account {} ({kind})", user.username);
    if is_made_up {
        println!("its password is {password}");
    }
    Ok(ExitCode::SUCCESS)
}

/// `wardroom user password`
pub fn change_password(flags: Change) -> anyhow::Result<ExitCode> {
    let (password, is_made_up) = flags.password.get()?;
    let name = flags.username.to_lowercase();

    crate::block_on(async {
        let ctx = Ctx::local(server::open(flags.place.options()).await?);
        let user = store::users::by_username(ctx.db().read(), &name).await.context("look for the account")?;
        let Some(user) = user else { bail!("there is no account {name}") };
        operations::set_password(&ctx, user.id, &password)
            .await
            .map_err(|error| told(error, "change the password"))
    })?;

    println!(
        "changed the password of {name}; its sessions have ended (a running server hears of it in a second)"
    );
    if is_made_up {
        println!("the new password is {password}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A refusal in words, without the protocol's numbers.
fn told(error: kernel::Error, what: &'static str) -> anyhow::Error {
    match error {
        kernel::Error::Refused(refusal) => anyhow::Error::msg(refusal.message.clone()).context(what),
        error @ kernel::Error::Internal { .. } => anyhow::Error::new(error).context(what),
    }
}

impl Password {
    /// The password, and whether it was made up.
    fn get(&self) -> anyhow::Result<(String, bool)> {
        if let Some(password) = &self.password {
            return Ok((password.clone(), false));
        }
        if !self.password_stdin {
            return Ok((made_up(&SystemRandom), true));
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("read the password from standard input")?;
        let password = line.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            bail!("standard input holds no password");
        }
        Ok((password.to_owned(), false))
    }
}

/// A password of every kind of character that a policy may ask for.
fn made_up(random: &dyn Random) -> String {
    let token = random.token();
    let (first, second) = token.split_at(8);
    format!("W{}-r7{}", first.to_uppercase(), &second[..10])
}
