package freehold.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What makes a host a good or a bad home for hostile code, and for measurements. */
final class HygieneChecks {
    private static final String VULNERABILITIES = "/sys/devices/system/cpu/vulnerabilities";
    private static final String CLOCK = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
    private static final List<String> CHEAP_CLOCKS =
            List.of("tsc", "kvm-clock", "hyperv_clocksource_tsc_page", "arch_sys_counter");

    static final List<Function<Host, Finding>> ALL = List.of(
            HygieneChecks::clockSource,
            HygieneChecks::clockSynchronised,
            HygieneChecks::oomDump,
            HygieneChecks::corePattern,
            HygieneChecks::ptraceScope,
            HygieneChecks::vulnerabilities,
            HygieneChecks::siblings,
            HygieneChecks::processors);

    private HygieneChecks() {}

    static Finding clockSource(Host host) {
        String source = host.text(CLOCK).orElse("unknown");
        return CHEAP_CLOCKS.contains(source)
                ? Finding.ok("clock source", source)
                : Finding.costs(
                        "clock source",
                        source,
                        "reading the time takes a system call and more, so that limits are met less exactly",
                        "echo tsc > " + CLOCK + ", if it is in available_clocksource");
    }

    static Finding clockSynchronised(Host host) {
        return host.clockSynchronised()
                ? Finding.ok("time", "synchronised")
                : Finding.costs(
                        "time",
                        "not synchronised",
                        "times of executions may be wrong; limits are not affected",
                        "apt-get install systemd-timesyncd, or chrony");
    }

    static Finding oomDump(Host host) {
        return host.text("/proc/sys/vm/oom_dump_tasks").orElse("0").equals("0")
                ? Finding.ok("memory kills", "do not list all tasks")
                : Finding.costs(
                        "memory kills",
                        "vm.oom_dump_tasks = 1",
                        "each program that passes its memory limit makes the kernel write a list of tasks to its log",
                        "sysctl -w vm.oom_dump_tasks=0");
    }

    static Finding corePattern(Host host) {
        String pattern = host.text("/proc/sys/kernel/core_pattern").orElse("");
        return pattern.startsWith("|")
                ? Finding.costs(
                        "core dumps",
                        "piped to " + pattern.substring(1).split(" ", 2)[0],
                        "programs that crash outside of cells start a process of the host; in cells none is dumped",
                        "sysctl -w kernel.core_pattern=core")
                : Finding.ok("core dumps", pattern.isEmpty() ? "none" : "to the file " + pattern);
    }

    static Finding ptraceScope(Host host) {
        String scope = host.text("/proc/sys/kernel/yama/ptrace_scope").orElse("none");
        return scope.equals("0") || scope.equals("none")
                ? Finding.costs(
                        "ptrace",
                        scope.equals("none") ? "no yama" : "yama scope 0",
                        "processes of one user of the host may look into each other; cells are kept from it by their filters",
                        scope.equals("none") ? "boot with lsm=yama,…" : "sysctl -w kernel.yama.ptrace_scope=1")
                : Finding.ok("ptrace", "yama scope " + scope);
    }

    static Finding vulnerabilities(Host host) {
        List<String> open = new ArrayList<>();
        for (String name : host.names(VULNERABILITIES)) {
            if (host.text(VULNERABILITIES + "/" + name).orElse("").startsWith("Vulnerable")) {
                open.add(name);
            }
        }
        return open.isEmpty()
                ? Finding.ok("processor flaws", "none known open")
                : Finding.costs(
                        "processor flaws",
                        "open: " + String.join(" ", open),
                        "code in a cell may read memory of others by speculation",
                        "install the microcode, and boot without mitigations=off");
    }

    static Finding siblings(Host host) {
        return host.text("/sys/devices/system/cpu/smt/active").orElse("0").equals("1")
                ? Finding.costs(
                        "hyper-threads",
                        "on",
                        "two cells may share a core, and so learn a little of each other by timing",
                        "echo off > /sys/devices/system/cpu/smt/control, if tenants do not trust each other")
                : Finding.ok("hyper-threads", "off");
    }

    static Finding processors(Host host) {
        return Finding.ok("processors", Integer.toString(host.processors()));
    }
}
