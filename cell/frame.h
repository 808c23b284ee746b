/*
 * frame.h: what a worker and the cell daemon say to each other.
 *
 * One connection (AF_UNIX, SOCK_STREAM) is one cell's life: when either side closes it, for whatever
 * reason, the cell and all in it die. Every frame is
 *
 *     u32 length of the payload (at most FRAME_PAYLOAD_MAX) | u8 type | payload
 *
 * Integers are little-endian. A `str` is u32 length + that many bytes, no NUL inside. A `list` is
 * u32 count + that many str. Fields follow each other without padding; a frame with bytes left over,
 * or with too few, is refused and ends the connection. The worker's twin is freehold.wire.frame.
 *
 *   worker                                   daemon
 *   PREPARE ───────────────────────────────▶
 *           ◀─────────────────────────────── READY           (a cell waits just before exec)
 *   WARM ──────────────────────────────────▶                  (only for a warm start)
 *           ◀─────────────────────────────── WARMED
 *   PUT, DATA… (once per file) ────────────▶                  (no answer; a failure is a FAULT)
 *   EXEC ──────────────────────────────────▶
 *           ◀─────────────────────────────── STARTED
 *   INPUT… INPUT_END, SIGNAL, RESIZE, KILL ▶
 *           ◀─────────────────────────────── OUTPUT… TAKEN…
 *           ◀─────────────────────────────── EXIT            (the program and all that it started are dead)
 *   LIST ──────────────────────────────────▶
 *           ◀─────────────────────────────── ENTRY… END
 *   FETCH ─────────────────────────────────▶
 *           ◀─────────────────────────────── FILE DATA… END, or REFUSED
 *   (close)
 *
 * A worker need not wait for READY: what it sends while the cell is made is taken after. Input that the program does
 * not read waits in its pipe, at most 1 MiB (64 KiB for a worker that asks for TAKEN), then in the daemon, at most
 * 512 KiB, and then in the connection, with whatever stands behind it; closing is noticed at once in any case. A worker
 * that asks for TAKEN can keep less than that under way, and then SIGNAL, RESIZE, WEIGH and KILL overtake all input.
 * INPUT, SIGNAL, RESIZE, WEIGH and KILL that cross the program's end are dropped. WEIGH may come at any time from READY
 * on.
 *
 * Out of order, unknown or malformed: FAULT, then close. FAULT is always our failure or the
 * worker's misuse, never the program's.
 */
#ifndef FREEHOLD_FRAME_H
#define FREEHOLD_FRAME_H

enum {
    FRAME_VERSION = 3,
    FRAME_HEADER_BYTES = 5,
    FRAME_PAYLOAD_MAX =
        256 * 1024, /* EXEC with its arguments is the largest; DATA, INPUT, OUTPUT carry at most 64 KiB */
    FRAME_CHUNK_MAX = 64 * 1024,
};

enum frame_type {
    /* from the worker */
    FRAME_PREPARE = 1,   /* u16 version | str root | u8 class | u8 network | u64 memory_bytes | u32 processes
                            | u64 disk_bytes | u32 disk_inodes | u32 open_files | u64 file_bytes (largest file)
                            | u8 repeatable: 1 for a fixed address layout and one processor */
    FRAME_PUT = 2,       /* str path, relative to /work | u32 mode: 0400, 0644 or 0755 | u64 size_bytes */
    FRAME_DATA = 3,      /* bytes; from both sides */
    FRAME_EXEC = 4,      /* list argv (argv[0] is the absolute path to execute, or one relative to cwd) | list env "K=V"
                            | str cwd, relative to /work, "" for /work itself
                            | u64 cpu_us | u64 wall_us | u64 output_bytes (stdout and stderr, each)
                            | u8 input: 0 empty, 1 follows as INPUT, 2 the same, and TAKEN tells what became of it
                            | u8 terminal: 0 pipes, 1 a terminal | u16 rows | u16 columns */
    FRAME_INPUT = 5,     /* bytes */
    FRAME_INPUT_END = 6, /* (empty). On a terminal its end-of-file character is typed, and more may follow */
    FRAME_SIGNAL = 7,    /* u32 signal number, sent to the program (pid 2) alone; on a terminal SIGINT, SIGQUIT and
                            SIGTSTP go to what is in its foreground, as from a key */
    FRAME_RESIZE = 8,    /* u16 rows | u16 columns */
    FRAME_KILL = 9,      /* (empty): end the cell now; EXIT follows with cause CAUSE_KILLED */
    FRAME_LIST = 10,     /* u32 entries_max; after EXIT only. Regular files below /work, depth at most 32 */
    FRAME_FETCH = 11,    /* str path | u64 bytes_max; after EXIT only */

    FRAME_WARM = 12, /* list argv | list env: starts a runtime's bootstrap in a ready cell. It finds, besides 0 1 2, the
                        end of a pipe at 3 to read its program from, and one at 4 that it writes a byte to, and
                        closes, when it waits. EXEC then hands argv and env over at 3, as `count NUL argument
                        NUL … NUL NAME=VALUE NUL …`, instead of executing them; cwd is "", terminal 0. CPU and wall
                        time count from there */

    FRAME_WEIGH = 13, /* u16 weight, 1 to WEIGHT_MAX, WEIGHT_USUAL until one comes: the cell's claim on processors that
                         are wanted by others too (cpu.weight in cgroup-v2.rst). Nothing where the host has no cpu
                         controller for us: it is a claim, not a limit */
    FRAME_ORDERS,     /* one more than the last */

    /* from the daemon */
    FRAME_READY = 65,   /* u64 prepare_us: how long making the cell took */
    FRAME_STARTED = 66, /* (empty): the program has been let go */
    FRAME_OUTPUT = 67,  /* u8 stream: 1 stdout, 2 stderr | bytes */
    FRAME_EXIT = 68,    /* struct exit_report, field by field, below */
    FRAME_ENTRY = 69,   /* str path | u64 size_bytes | u32 mode */
    FRAME_FILE = 70,    /* u64 size_bytes, then DATA frames with exactly that many bytes, then END */
    FRAME_END = 71,     /* u8 truncated: 1 when there are more: entries_max was reached, or some are deeper, or under a
                           longer path, than is listed */
    FRAME_REFUSED = 72, /* u32 errno: the file is not there, not regular, too large, or reached by a link */
    FRAME_WARMED = 74,  /* u64 cpu_us: the bootstrap waits, and has spent so much */
    FRAME_TAKEN = 75,   /* u64 bytes: so much input, with what INPUT_END typed, waits here no more */
    FRAME_FAULT = 73,   /* str step | u32 errno | str text; the connection closes after it */
};

enum { WEIGHT_USUAL = 100, WEIGHT_MAX = 10000 };

/* u8 class in PREPARE: which system calls are allowed. */
enum filter_class { CLASS_COMPILED = 1, CLASS_INTERPRETED = 2, CLASS_MANAGED = 3 };

/* u8 network in PREPARE. Nothing else is offered yet, and anything else is refused. */
enum cell_network { NETWORK_NONE = 0 };

/* What ended the program. If two limits were passed, the one whose moment came first. */
enum exit_cause {
    CAUSE_ITSELF = 0, /* it exited, or a signal that we did not send ended it */
    CAUSE_CPU = 1,
    CAUSE_WALL = 2,
    CAUSE_STDOUT = 3, /* it wrote one byte more than output_bytes to stdout */
    CAUSE_STDERR = 4,
    CAUSE_MEMORY = 5,    /* the kernel killed a process of the cell, which had reached its limit of memory; we ended the
                            rest. A kill for want of the host's memory, or of the daemon's unit, is a FAULT */
    CAUSE_FORBIDDEN = 6, /* a system call of the short list that ends a program */
    CAUSE_KILLED = 7,    /* KILL */
    CAUSE_NO_EXEC = 8,   /* execve failed; exit_code is 127 (not found) or 126, errno in cause_value */
};

/*
 * EXIT, in this order:
 *   u8  cause
 *   u32 exit_code         0-255; 0 when signal is set
 *   u32 signal            0 when it exited
 *   u64 cpu_us            of all processes and threads of the cell, from the cgroup
 *   u64 wall_us           from letting go to confirmed end of the program
 *   u64 memory_peak_bytes the memory group's peak
 *   u32 processes_peak    greatest number at one time, as far as the kernel counts it
 *   u32 processes_refused how often the kernel refused another process
 *   u32 oom_kills
 *   u64 disk_peak_bytes   greatest value seen (at the end and in samples): "at least"
 *   u64 stdout_bytes, u64 stderr_bytes   forwarded
 *   u64 cause_value       CPU: cpu_us, WALL: wall_us, output: bytes, memory: limit, at the decision; NO_EXEC: errno
 *   u64 late_us           from the moment of the limit to the kill being sent (CPU, WALL)
 *   u64 death_us          from the kill being sent to confirmed death of everything in the cell
 *   u32 denied_syscall    number, valid with CAUSE_FORBIDDEN
 *   u32 denied_arch       AUDIT_ARCH_…; 0 where signals took each such call back before its number could be read
 *   u8  disk_full         1 when /work, /tmp or /dev/shm was found full at the end
 */

#endif
