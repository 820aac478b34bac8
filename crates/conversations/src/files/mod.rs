//! Files: what is known of those that posts carry.
//!
//! Who may read a post may know its files; of a file that no post carries yet only its uploader knows, and who manages
//! the system. What is being uploaded is its uploader's alone.

mod info;
pub(crate) mod shape;
mod uploads;

use http_api::{Access, Example, Route};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/files/{file_id}/info", "getFileInfo", Access::ChannelContent, info::of_file)
            .example(Example::new().skip("the test's world has no file")),
        Route::get(
            "/api/v4/posts/{post_id}/files/info",
            "getFileInfosForPost",
            Access::ChannelContent,
            info::of_post,
        ),
        Route::get("/api/v4/users/{user_id}/uploads", "getUploadsForUser", Access::Oneself, uploads::of_user)
            .example(Example::new().at(&[("user_id", "{self}")])),
    ]
}
