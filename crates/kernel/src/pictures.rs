//! Pictures that clients send: decoded within bounds, few at a time.

use bytes::Bytes;
use images::{Picture, Unfit};

use crate::{Ctx, Error, Result, Workers};

/// Pictures that may wait to be worked on.
const QUEUE: usize = 64;
/// The side of a person's picture, and of a team's.
const ICON: u32 = 128;

/// Too many pictures at once.
pub const BUSY: &str = "api.context.server_busy.app_error";

/// The threads that work on pictures; `threads` of zero or less are as many as the machine has.
pub(crate) fn workers(threads: i64) -> Workers {
    let threads = usize::try_from(threads).ok().filter(|threads| *threads > 0);
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
    Workers::new("work on a picture", threads, QUEUE, || {
        Error::refused(429, BUSY, "too many pictures at once, please try again in a moment")
    })
}

/// The square PNG that stands for somebody or something, cut from what a client sent. The inner result says what is
/// wrong with that.
pub async fn icon(ctx: &Ctx, sent: Bytes) -> Result<std::result::Result<Bytes, Unfit>> {
    work(ctx, sent, |picture| picture.cover(ICON, ICON).to_png()).await
}

/// Decodes what a client sent and makes something of it, away from the async threads.
pub async fn work(
    ctx: &Ctx,
    sent: Bytes,
    make: impl FnOnce(Picture) -> Vec<u8> + Send + 'static,
) -> Result<std::result::Result<Bytes, Unfit>> {
    let most = u64::try_from(ctx.config().file.max_image_resolution).unwrap_or_default();
    let decode = move || Picture::decode(&sent, most).map(|picture| Bytes::from(make(picture)));
    ctx.app().pictures.run(decode).await
}
