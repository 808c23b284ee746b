package freehold.cli.doctor;

import freehold.quantity.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** What limits and counts: control groups, swap, memory, disk, tables of the kernel. */
final class ResourceChecks {
    private static final String UNIFIED = "/sys/fs/cgroup/cgroup.controllers";
    private static final Bytes DISK_LEAST = Bytes.gibi(1);
    /** Processes, and descriptors, of the host itself. */
    private static final long HOST_RESERVE = 4_096;

    private static final long CELL_PROCESSES = 512;
    private static final long CELL_FILES = 4_096;

    /** Each takes the host and what Freehold is to do there. */
    static final List<BiFunction<Host, Doctor.Purpose, Finding>> ALL = List.of(
            (host, _) -> controlGroups(host),
            (host, _) -> swap(host),
            ResourceChecks::disk,
            ResourceChecks::processes,
            ResourceChecks::files);

    private ResourceChecks() {}

    static Finding controlGroups(Host host) {
        Optional<String> unified = host.text(UNIFIED);
        if (unified.isPresent() && words(unified.get()).containsAll(List.of("memory", "pids"))) {
            List<String> lacking = new ArrayList<>(List.of("cpu", "cpuset"));
            lacking.removeAll(words(unified.get()));
            return lacking.isEmpty()
                    ? Finding.ok("control groups", "version 2: " + unified.get())
                    : Finding.costs(
                            "control groups",
                            "version 2 without " + String.join(" ", lacking),
                            "cells share the processors unevenly under load",
                            "boot a kernel with CONFIG_CGROUP_SCHED=y and CONFIG_CPUSETS=y");
        }
        String mounts = host.text("/proc/self/mountinfo").orElse("");
        List<String> lacking = List.of("memory", "pids", "cpuacct", "freezer").stream()
                .filter(controller -> mounts.lines().noneMatch(line -> hasController(line, controller)))
                .toList();
        if (!lacking.isEmpty()) {
            return Finding.fatal(
                    "control groups",
                    "no version 2 with memory and pids, and no version 1 with " + String.join(" ", lacking),
                    "memory, processes and CPU time of a cell cannot be limited",
                    "boot with systemd.unified_cgroup_hierarchy=1, or mount the controllers at /sys/fs/cgroup");
        }
        return mounts.lines().anyMatch(line -> line.contains(" - cgroup2 "))
                ? Finding.ok("control groups", "version 1, with an empty version 2 tree beside it")
                : Finding.costs(
                        "control groups",
                        "version 1",
                        "ending a cell takes freezing and thawing it, some milliseconds more",
                        "mount -t cgroup2 none /sys/fs/cgroup/unified, or boot with version 2");
    }

    private static boolean hasController(String mount, String controller) {
        int separator = mount.indexOf(" - cgroup ");
        return separator >= 0
                && Arrays.asList(mount.substring(separator).split("[ ,]")).contains(controller);
    }

    static Finding swap(Host host) {
        long devices = host.text("/proc/swaps").orElse("").lines().skip(1).count();
        if (devices == 0) {
            return Finding.ok("swap", "none");
        }
        boolean limited = host.exists(UNIFIED) || host.exists("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes");
        return limited
                ? Finding.ok("swap", "in use by the host; cells get none")
                : Finding.fatal(
                        "swap",
                        "in use, and the kernel does not count it",
                        "a cell could pass its memory limit by being swapped out",
                        "swapoff -a, or boot with swapaccount=1");
    }

    static Finding disk(Host host, Doctor.Purpose purpose) {
        Optional<Bytes> free = host.freeSpace(purpose.dataFolder());
        if (free.isEmpty()) {
            return Finding.costs(
                    "disk", "unknown at " + purpose.dataFolder(), "it may be full", "df " + purpose.dataFolder());
        }
        String found = free.get() + " free at " + purpose.dataFolder();
        return free.get().compareTo(DISK_LEAST) < 0
                ? Finding.costs(
                        "disk",
                        found,
                        "executions cannot be recorded when it is full",
                        "free some, or name another folder by --data")
                : Finding.ok("disk", found);
    }

    static Finding processes(Host host, Doctor.Purpose purpose) {
        return table(
                "process ids",
                number(host, "/proc/sys/kernel/pid_max"),
                purpose.cells() * CELL_PROCESSES + HOST_RESERVE,
                "kernel.pid_max",
                "cells at their process limits could use up the host's process ids");
    }

    static Finding files(Host host, Doctor.Purpose purpose) {
        return table(
                "open files",
                number(host, "/proc/sys/fs/file-max"),
                purpose.cells() * CELL_FILES * 8 + HOST_RESERVE,
                "fs.file-max",
                "cells at their limits of open files could use up the host's table");
    }

    private static Finding table(String subject, long most, long needed, String sysctl, String costs) {
        return most >= needed
                ? Finding.ok(subject, sysctl + " = " + most)
                : Finding.costs(subject, sysctl + " = " + most, costs, "sysctl -w " + sysctl + "=" + needed);
    }

    private static long number(Host host, String path) {
        try {
            return Long.parseLong(host.text(path).orElse("0"));
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE; // fs.file-max may be as large as an unsigned 64-bit number
        }
    }

    private static List<String> words(String text) {
        return List.of(text.split(" "));
    }
}
