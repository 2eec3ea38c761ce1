//! What each libFuzzer target does around the function that it drives: it measures one execution, and ends the process
//! when that took too long or too much, so that libFuzzer keeps the input.
//!
//! Time is the CPU time of this process, so that a busy machine makes no false alarm. Memory is what Rust's allocator
//! handed out at once beyond what it had handed out before, and what SQLite did by itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use palabre_testkit::fuzz::Target;

pub use libfuzzer_sys;
pub use palabre_testkit::fuzz::target;

/// The longest that one execution may take, in milliseconds of CPU time.
const MOST_TIME: u64 = 100;
/// The most memory that one execution may take, in bytes.
const MOST_MEMORY: usize = 64 << 20;

/// Counts what is handed out.
struct Counting;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(by: usize) {
    let held = HELD.fetch_add(by, Relaxed) + by;
    PEAK.fetch_max(held, Relaxed);
}

// SAFETY: every call is passed on as it is to the system's allocator; only lengths are added up beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        grown(size);
        HELD.fetch_sub(layout.size(), Relaxed);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Returns the CPU time of this process, in microseconds.
fn time() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock writes into the place that it is given.
    unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut time) };
    time.tv_sec as u64 * 1_000_000 + time.tv_nsec as u64 / 1_000
}

/// Returns what SQLite holds, and the most that it held since this was last asked, in bytes.
fn sqlite() -> (usize, usize) {
    // SAFETY: both only read counters, under SQLite's own lock.
    let (held, most) =
        unsafe { (libsqlite3_sys::sqlite3_memory_used(), libsqlite3_sys::sqlite3_memory_highwater(1)) };
    (held as usize, most as usize)
}

/// Drives a target with what laptops really write, so that all that it prepares is there before anything is measured.
pub fn prepare(target: &Target) {
    for (_, seed) in (target.seeds)() {
        (target.run)(&seed);
    }
}

/// Drives a target once, and ends the process when it took too long or too much.
pub fn watched(target: &Target, bytes: &[u8]) {
    let (before, held) = (time(), HELD.load(Relaxed));
    PEAK.store(held, Relaxed);
    let (sqlite_held, _) = sqlite();
    (target.run)(bytes);
    let took = time() - before;
    let (_, sqlite_most) = sqlite();
    let memory = PEAK.load(Relaxed).saturating_sub(held) + sqlite_most.saturating_sub(sqlite_held);
    assert!(took <= MOST_TIME * 1_000, "{} took {took} microseconds of CPU time", target.name);
    assert!(memory <= MOST_MEMORY, "{} took {memory} bytes of memory", target.name);
}

/// Makes the main program of a target out of its name.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        $crate::libfuzzer_sys::fuzz_target!(
            init: $crate::prepare($crate::target($name).expect("it is in the list")),
            |bytes: &[u8]| $crate::watched($crate::target($name).expect("it is in the list"), bytes)
        );
    };
}
