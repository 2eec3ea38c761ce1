//! Reads `tauri.conf.json` and the capabilities.

fn main() {
    // Before the user interface was built there is nothing to show, and still something to compile.
    if let Err(error) = std::fs::create_dir_all("../ui/dist") {
        println!("cargo::warning=ui/dist cannot be made: {error}");
    }
    tauri_build::build();
}
