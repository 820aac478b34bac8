//! Makes sure that there is a folder to embed, and that a newly built client is embedded anew.

fn main() {
    let built = "../../web/dist";
    println!("cargo:rerun-if-changed={built}");
    if let Err(error) = std::fs::create_dir_all(built) {
        println!("cargo:warning=cannot make {built}: {error}");
    }
}
