//! The database schema as data: what is in it, as statements for either engine, and what a fresh database holds.
//!
//! The *base* is the schema of a Mattermost 11.6 database, described by the files in `crates/store/schema`. On
//! PostgreSQL the statements make exactly that schema, names of indexes, constraints and types included. SQLite gets
//! the same tables, columns, keys and unique constraints with the nearest types; where an index or a view differs,
//! the file says so and why. Tables of our own (`wardroom_*`) come on top, through [`migrations`].
//!
//! Everything here is pure: it opens no database, and times, ids and secrets are handed in. The statements expect an
//! empty schema and belong into one transaction.

mod ddl;
mod facts;
mod migrations;
mod script;
mod seed;

#[cfg(test)]
mod tests;

pub use ddl::statements;
pub use facts::unique_constraint;
pub use migrations::{BASE_VERSION, Migration, Present, missing_from_base, pending};
pub use seed::{Given, Literal, SeedRow, seed_rows};
