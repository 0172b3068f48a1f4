//! Lists the files of `rules/`, so that a folder there is a program and nothing has to be registered.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    println!("cargo:rerun-if-changed={}", root.display());
    let mut programs: Vec<PathBuf> = fs::read_dir(&root)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    programs.retain(|path| path.join("program.toml").is_file());
    programs.sort();
    let mut code = String::from("&[\n");
    for program in &programs {
        println!("cargo:rerun-if-changed={}", program.display());
        let mut files: Vec<PathBuf> = fs::read_dir(program)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
        files.sort();
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let _ = writeln!(code, "    ({:?}, &[", name(program));
        for file in &files {
            println!("cargo:rerun-if-changed={}", file.display());
            let _ = writeln!(code, "        ({:?}, include_str!({:?})),", name(file), file.display().to_string());
        }
        code.push_str("    ]),\n");
    }
    code.push(']');
    fs::write(Path::new(&env::var("OUT_DIR").unwrap_or_default()).join("programs.rs"), code)
}
