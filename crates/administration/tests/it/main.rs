mod configuration;
mod system;
