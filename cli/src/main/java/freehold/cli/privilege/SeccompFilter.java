package freehold.cli.privilege;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A filter of system calls for the server's own process: everything but executing a program. A server that was taken over can then
 * start nothing on the host; it never needs to. The instructions are those of linux/filter.h, 8 bytes each.
 *
 * @param seccompNumber of the system call seccomp(2)
 */
record SeccompFilter(Machine machine, long seccompNumber) {
    private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int JUMP_IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int NUMBER_OFFSET = 0; // of struct seccomp_data
    private static final int ARCH_OFFSET = 4;
    private static final int ALLOW = 0x7fff_0000; // SECCOMP_RET_ALLOW
    private static final int REFUSE = 0x0005_0001; // SECCOMP_RET_ERRNO | EPERM
    private static final int X32_BIT = 0x4000_0000; // __X32_SYSCALL_BIT, on x86-64 only; no other has numbers so high
    private static final int COUNT = 8;

    /** AUDIT_ARCH_… and the numbers of execve and execveat, from linux/audit.h and asm/unistd.h. */
    enum Machine {
        X86_64(0xC000_003E, 59, 322),
        AARCH64(0xC000_00B7, 221, 281);

        private final int arch;
        private final int execve;
        private final int execveat;

        Machine(int arch, int execve, int execveat) {
            this.arch = arch;
            this.execve = execve;
            this.execveat = execveat;
        }
    }

    static SeccompFilter ofThisMachine() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64" -> new SeccompFilter(Machine.X86_64, 317);
            case "aarch64" -> new SeccompFilter(Machine.AARCH64, 277);
            default -> throw new IllegalStateException("Freehold has no filter for " + name);
        };
    }

    int count() {
        return COUNT;
    }

    byte[] bytes() {
        ByteBuffer program = ByteBuffer.allocate(COUNT * 8).order(ByteOrder.nativeOrder());
        put(program, LOAD_WORD, 0, 0, ARCH_OFFSET);
        put(program, JUMP_IF_EQUAL, 0, 5, machine.arch);
        put(program, LOAD_WORD, 0, 0, NUMBER_OFFSET);
        put(program, JUMP_IF_AT_LEAST, 3, 0, X32_BIT);
        put(program, JUMP_IF_EQUAL, 2, 0, machine.execve);
        put(program, JUMP_IF_EQUAL, 1, 0, machine.execveat);
        put(program, RETURN, 0, 0, ALLOW);
        put(program, RETURN, 0, 0, REFUSE);
        return program.array();
    }

    private static void put(ByteBuffer program, int code, int whenTrue, int whenFalse, int operand) {
        program.putShort((short) code)
                .put((byte) whenTrue)
                .put((byte) whenFalse)
                .putInt(operand);
    }
}
