//! Every table: one module per family, with all SQL, migrations and row types.

pub mod schema;
