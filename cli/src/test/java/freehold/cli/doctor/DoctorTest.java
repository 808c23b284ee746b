package freehold.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.doctor.Finding.Grade;
import freehold.quantity.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {
    private static final Doctor.Purpose PURPOSE = new Doctor.Purpose(4, "/var/lib/freehold/data");
    private final DescribedHost host = DescribedHost.healthy();

    @Test
    void finds_nothing_to_mend_on_a_healthy_host() {
        List<Finding> findings = Doctor.examine(host, PURPOSE);

        assertThat(findings).allSatisfy(finding -> assertThat(finding.grade()).isEqualTo(Grade.OK));
        assertThat(Doctor.describe(findings)).endsWith("Freehold can run here.\n");
    }

    @ParameterizedTest
    @CsvSource({"5.13.19, FATAL", "4.19.0-9-amd64, FATAL", "nonsense, FATAL", "5.14.0, OK", "6.1.0-18-amd64, OK"})
    void asks_for_linux_5_14(String release, Grade grade) {
        host.file("/proc/sys/kernel/osrelease", release);

        assertThat(KernelChecks.version(host).grade()).isEqualTo(grade);
    }

    @Test
    void refuses_a_host_whose_swap_is_not_counted() {
        host.without("/sys/fs/cgroup/cgroup.controllers");
        host.file("/proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2");

        Finding finding = ResourceChecks.swap(host);

        assertThat(finding.grade()).isEqualTo(Grade.FATAL);
        assertThat(finding.mend()).contains("swapoff -a");
    }

    @Test
    void takes_control_groups_of_version_1() {
        host.without("/sys/fs/cgroup/cgroup.controllers");
        host.file("/proc/self/mountinfo", """
                31 23 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
                32 23 0:28 / /sys/fs/cgroup/pids rw - cgroup cgroup rw,pids
                33 23 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                34 23 0:30 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer""");

        Finding finding = ResourceChecks.controlGroups(host);

        assertThat(finding.grade()).isEqualTo(Grade.COSTS);
        assertThat(finding.costs()).contains("freezing");
    }

    @Test
    void refuses_a_host_without_a_memory_controller() {
        host.file("/sys/fs/cgroup/cgroup.controllers", "cpu pids");

        Finding finding = ResourceChecks.controlGroups(host);

        assertThat(finding.grade()).isEqualTo(Grade.FATAL);
    }

    @Test
    void says_how_to_mend_what_costs_something() {
        host.file("/proc/sys/vm/oom_dump_tasks", "1");
        host.free(Bytes.mebi(10));

        String text = Doctor.describe(Doctor.examine(host, PURPOSE));

        assertThat(text)
                .contains("! memory kills     vm.oom_dump_tasks = 1\n")
                .contains("    mend:   sysctl -w vm.oom_dump_tasks=0\n")
                .contains("! disk             10 MiB free at /var/lib/freehold/data\n")
                .endsWith("Freehold can run here.\n");
    }

    @Test
    void sizes_the_kernels_tables_by_the_cells() {
        host.file("/proc/sys/kernel/pid_max", "32768");

        Finding few = ResourceChecks.processes(host, new Doctor.Purpose(4, "/"));
        Finding many = ResourceChecks.processes(host, new Doctor.Purpose(1_000, "/"));

        assertThat(few.grade()).isEqualTo(Grade.OK);
        assertThat(many.mend()).isEqualTo("sysctl -w kernel.pid_max=516096");
    }
}
