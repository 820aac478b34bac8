//! The server itself: whether it is well, and what it knows that is no setting.
//!
//! Anyone may ask; what only administrators should know is left out for others.

mod brand;
mod caches;
mod ping;

use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/system/ping", "getSystemPing", Access::Anyone, ping::ping)
            .example(Example::new().query("get_server_status=true")),
        Route::get("/api/v4/brand/image", "getBrandImage", Access::AnyoneTrusted, brand::get)
            .example(Example::new().skip("there is none in the walk's world")),
        Route::post(
            "/api/v4/brand/image",
            "uploadBrandImage",
            Access::System(Permission::EditBrand),
            brand::set,
        )
        .example(Example::new().skip("a form with a file"))
        .takes_files(),
        Route::delete(
            "/api/v4/brand/image",
            "deleteBrandImage",
            Access::System(Permission::EditBrand),
            brand::remove,
        )
        .example(Example::new().skip("there is none in the walk's world")),
        Route::post(
            "/api/v4/caches/invalidate",
            "invalidateCaches",
            Access::System(Permission::InvalidateCaches),
            caches::invalidate,
        ),
    ]
}
