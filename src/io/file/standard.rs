//! Whether standard output was there when the program began.
//!
//! The runtime opens `/dev/null` in place of a standard stream that is closed, so that everything written to it vanishes
//! without an error. It has to be looked at before.

use std::sync::atomic::{AtomicBool, Ordering};

static CLOSED: AtomicBool = AtomicBool::new(false);

/// True if the program was begun with standard output closed (`>&-`). Never true where that can't be found out.
pub fn stdout_is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

#[cfg(target_os = "linux")]
extern "C" fn look() {
    CLOSED.store(rustix::io::fcntl_getfd(rustix::stdio::stdout()).is_err(), Ordering::Relaxed);
}

/// The loader calls what is in this section before the runtime begins. `look` makes one system call and stores a flag:
/// it needs nothing that the runtime would have to set up.
#[cfg(target_os = "linux")]
#[allow(unsafe_code, reason = "a section has to be named; the loader expects functions of this type in it")]
#[used]
#[unsafe(link_section = ".init_array")]
static LOOK: extern "C" fn() = look;
