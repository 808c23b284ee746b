package freehold.cell;

import java.util.Map;

/**
 * Names for the system calls that end a program: the short list in {@code cell/profiles/killed.calls}. Numbers as in the kernel's
 * {@code asm/unistd_64.h} and {@code asm-generic/unistd.h}, architectures as {@code AUDIT_ARCH_…} in {@code linux/audit.h}.
 */
public final class Syscall {
    private static final int NONE = 0;
    private static final int X86_64 = 0xC000003E;
    private static final int I386 = 0x40000003;
    private static final int AARCH64 = 0xC00000B7;
    private static final int ARM = 0x40000028;
    private static final int X32_BIT = 0x40000000;

    /** From 424 on, numbers are the same on every architecture. */
    private static final Map<Integer, String> EVERYWHERE =
            Map.of(429, "move_mount", 432, "fsmount", 442, "mount_setattr", 443, "quotactl_fd");

    private static final Map<Integer, String> ON_X86_64 = Map.ofEntries(
            Map.entry(155, "pivot_root"),
            Map.entry(163, "acct"),
            Map.entry(164, "settimeofday"),
            Map.entry(165, "mount"),
            Map.entry(166, "umount2"),
            Map.entry(167, "swapon"),
            Map.entry(168, "swapoff"),
            Map.entry(169, "reboot"),
            Map.entry(172, "iopl"),
            Map.entry(173, "ioperm"),
            Map.entry(175, "init_module"),
            Map.entry(176, "delete_module"),
            Map.entry(179, "quotactl"),
            Map.entry(227, "clock_settime"),
            Map.entry(246, "kexec_load"),
            Map.entry(304, "open_by_handle_at"),
            Map.entry(308, "setns"),
            Map.entry(313, "finit_module"),
            Map.entry(320, "kexec_file_load"),
            Map.entry(321, "bpf"),
            Map.entry(323, "userfaultfd"));

    private static final Map<Integer, String> ON_AARCH64 = Map.ofEntries(
            Map.entry(39, "umount2"),
            Map.entry(40, "mount"),
            Map.entry(41, "pivot_root"),
            Map.entry(60, "quotactl"),
            Map.entry(89, "acct"),
            Map.entry(104, "kexec_load"),
            Map.entry(105, "init_module"),
            Map.entry(106, "delete_module"),
            Map.entry(112, "clock_settime"),
            Map.entry(142, "reboot"),
            Map.entry(170, "settimeofday"),
            Map.entry(224, "swapon"),
            Map.entry(225, "swapoff"),
            Map.entry(265, "open_by_handle_at"),
            Map.entry(268, "setns"),
            Map.entry(273, "finit_module"),
            Map.entry(280, "bpf"),
            Map.entry(282, "userfaultfd"),
            Map.entry(294, "kexec_file_load"));

    private Syscall() {}

    /** {@code mount}, or {@code number 12} where it has no name here, with the ABI where it is not the native one. */
    public static String nameOf(int number, int arch) {
        return switch (arch) {
            case X86_64 ->
                (number & X32_BIT) != 0
                        ? "number " + (number & ~X32_BIT) + " of the x32 ABI"
                        : named(number, ON_X86_64);
            case AARCH64 -> named(number, ON_AARCH64);
            case I386, ARM -> "number " + number + " of the 32-bit ABI";
            case NONE -> "(not told: signals took it back)";
            default -> "number " + number;
        };
    }

    private static String named(int number, Map<Integer, String> table) {
        String name = table.getOrDefault(number, EVERYWHERE.get(number));
        return name == null ? "number " + number : name;
    }
}
