package freehold.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyscallTest {
    @ParameterizedTest
    @CsvSource({
        "165, C000003E, mount",
        "40, C00000B7, mount",
        "165, C00000B7, number 165",
        "429, C000003E, move_mount",
        "429, C00000B7, move_mount",
        "9999, C000003E, number 9999",
        "1073741989, C000003E, number 165 of the x32 ABI",
        "21, 40000003, number 21 of the 32-bit ABI",
        "1, 0, (not told: signals took it back)",
        "1, 28, number 1"
    })
    void is_named_for_its_architecture(int number, String arch, String name) {
        int auditArch = Integer.parseUnsignedInt(arch, 16);

        assertThat(Syscall.nameOf(number, auditArch)).isEqualTo(name);
    }
}
