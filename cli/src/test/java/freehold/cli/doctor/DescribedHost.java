package freehold.cli.doctor;

import freehold.quantity.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A host that a test describes. */
final class DescribedHost implements Host {
    private final Map<String, String> files = new HashMap<>();
    private Bytes free = Bytes.gibi(100);

    /** Debian 12 as installed, looked after well. */
    static DescribedHost healthy() {
        DescribedHost host = new DescribedHost();
        host.file("/proc/sys/kernel/osrelease", "6.1.0-18-amd64");
        host.file("/proc/sys/user/max_user_namespaces", "15000");
        host.file(
                "/proc/sys/kernel/seccomp/actions_avail",
                "kill_process kill_thread trap errno user_notif trace log allow");
        host.file("/proc/filesystems", "nodev\toverlay\n\terofs");
        host.file("/sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids");
        host.file("/proc/swaps", "Filename Type Size Used Priority");
        host.file("/proc/sys/kernel/pid_max", "4194304");
        host.file("/proc/sys/fs/file-max", "9223372036854775807");
        host.file("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        host.file("/proc/sys/vm/oom_dump_tasks", "0");
        host.file("/proc/sys/kernel/core_pattern", "core");
        host.file("/proc/sys/kernel/yama/ptrace_scope", "1");
        host.file("/sys/devices/system/cpu/vulnerabilities/meltdown", "Mitigation: PTI");
        host.file("/sys/devices/system/cpu/smt/active", "0");
        return host;
    }

    void file(String path, String text) {
        files.put(path, text);
    }

    void without(String path) {
        files.remove(path);
    }

    void free(Bytes space) {
        free = space;
    }

    @Override
    public Optional<String> text(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public boolean exists(String path) {
        return files.containsKey(path);
    }

    @Override
    public List<String> names(String directory) {
        return directory.equals("/proc/self/ns")
                ? List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts")
                : files.keySet().stream()
                        .filter(path -> path.startsWith(directory + "/"))
                        .map(path -> path.substring(directory.length() + 1))
                        .sorted()
                        .toList();
    }

    @Override
    public Optional<Bytes> freeSpace(String path) {
        return Optional.of(free);
    }

    @Override
    public int landlockAbi() {
        return 7;
    }

    @Override
    public boolean clockSynchronised() {
        return true;
    }

    @Override
    public boolean root() {
        return true;
    }

    @Override
    public int processors() {
        return 2;
    }
}
