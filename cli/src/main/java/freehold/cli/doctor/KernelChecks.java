package freehold.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kernel must be able to do: version, namespaces, seccomp, landlock, file systems. */
final class KernelChecks {
    private static final int LEAST_MAJOR = 5;
    private static final int LEAST_MINOR = 14;
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*");
    private static final List<String> NAMESPACES = List.of("mnt", "pid", "net", "ipc", "uts", "cgroup", "time", "user");
    private static final int LANDLOCK_SCOPES = 6;

    static final List<Function<Host, Finding>> ALL = List.of(
            KernelChecks::version,
            KernelChecks::privilege,
            KernelChecks::namespaces,
            KernelChecks::userNamespaces,
            KernelChecks::seccomp,
            KernelChecks::landlock,
            KernelChecks::overlay,
            KernelChecks::erofs);

    private KernelChecks() {}

    static Finding version(Host host) {
        String release = host.text("/proc/sys/kernel/osrelease").orElse("unknown");
        Matcher numbers = RELEASE.matcher(release);
        boolean enough = numbers.matches()
                && (Integer.parseInt(numbers.group(1)) > LEAST_MAJOR
                        || (Integer.parseInt(numbers.group(1)) == LEAST_MAJOR
                                && Integer.parseInt(numbers.group(2)) >= LEAST_MINOR));
        return enough
                ? Finding.ok("kernel", release)
                : Finding.fatal(
                        "kernel",
                        release,
                        "cells need Linux 5.14 or later (cgroup.kill, open_tree, seccomp notification)",
                        "boot a newer kernel; Debian 12 has 6.1");
    }

    static Finding privilege(Host host) {
        if (host.root()) {
            return Finding.ok("privilege", "root, which starts the cell daemon and then gives root up");
        }
        return Finding.fatal(
                "privilege",
                "not root",
                "cells are made by a daemon that only root can start",
                "run freehold as root, or have deploy/systemd/freehold.service run it, and use its server");
    }

    static Finding namespaces(Host host) {
        List<String> present = host.names("/proc/self/ns");
        List<String> lacking =
                NAMESPACES.stream().filter(name -> !present.contains(name)).toList();
        return lacking.isEmpty()
                ? Finding.ok("namespaces", String.join(" ", NAMESPACES))
                : Finding.fatal(
                        "namespaces",
                        "without " + String.join(" ", lacking),
                        "a cell is made of all of them",
                        "boot a kernel with CONFIG_" + lacking.getFirst().toUpperCase(Locale.ROOT) + "_NS=y");
    }

    static Finding userNamespaces(Host host) {
        String most = host.text("/proc/sys/user/max_user_namespaces").orElse("0");
        return most.equals("0")
                ? Finding.fatal(
                        "user namespaces",
                        "user.max_user_namespaces = 0",
                        "each cell ends in a user namespace of its own, in which it holds nothing",
                        "sysctl -w user.max_user_namespaces=10000")
                : Finding.ok("user namespaces", "at most " + most);
    }

    static Finding seccomp(Host host) {
        String actions = host.text("/proc/sys/kernel/seccomp/actions_avail").orElse("");
        List<String> lacking = new ArrayList<>(List.of("kill_process", "errno", "user_notif"));
        lacking.removeAll(List.of(actions.split(" ")));
        return lacking.isEmpty()
                ? Finding.ok("seccomp", "filters and user notification")
                : Finding.fatal(
                        "seccomp",
                        "without " + String.join(" ", lacking),
                        "the system calls of a cell cannot be filtered",
                        "boot a kernel with CONFIG_SECCOMP_FILTER=y, 5.0 or later");
    }

    static Finding landlock(Host host) {
        int abi = host.landlockAbi();
        if (abi == 0) {
            return Finding.costs(
                    "landlock",
                    "none",
                    "the second net over a cell's root is missing; the mount namespace alone holds it",
                    "boot with lsm=landlock,… (CONFIG_SECURITY_LANDLOCK=y)");
        }
        return abi < LANDLOCK_SCOPES
                ? Finding.costs(
                        "landlock",
                        "ABI " + abi,
                        "abstract sockets and signals are held by namespaces alone, not by landlock too",
                        "a kernel from 6.12 has ABI 6")
                : Finding.ok("landlock", "ABI " + abi);
    }

    static Finding overlay(Host host) {
        return fileSystem(host, "overlay", "runtimes with a writable cache, such as Go, cannot build", "overlayfs");
    }

    static Finding erofs(Host host) {
        return fileSystem(host, "erofs", "runtimes from images cannot be mounted; the host's own still can", "erofs");
    }

    private static Finding fileSystem(Host host, String name, String costs, String module) {
        boolean built = host.text("/proc/filesystems")
                .orElse("")
                .lines()
                .anyMatch(line -> line.endsWith("\t" + name) || line.equals(name));
        String release = host.text("/proc/sys/kernel/osrelease").orElse("");
        boolean loadable = host.exists("/lib/modules/" + release + "/kernel/fs/" + module);
        if (built || loadable) {
            return Finding.ok(name, built ? "in the kernel" : "as a module");
        }
        return Finding.costs(name, "not there", costs, "modprobe " + name + ", or boot a kernel that has it");
    }
}
