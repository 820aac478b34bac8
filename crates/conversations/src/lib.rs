pub mod posts {
    //! Posts: what people write in channels.

    pub mod hashtags;
    pub mod mentions;
    mod text;
}
