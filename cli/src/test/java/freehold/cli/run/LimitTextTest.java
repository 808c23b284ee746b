package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import freehold.cell.Limit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTextTest {
    @Test
    void reads_every_limit_in_the_unit_of_the_wire() {
        String text = "cpu=2s,wall=10s,memory=256M,processes=64,output=1M,disk=64M,files=256";

        Map<Limit, Long> limits = LimitText.parse(text);

        assertThat(limits)
                .isEqualTo(Map.of(
                        Limit.CPU, 2_000L,
                        Limit.WALL, 10_000L,
                        Limit.MEMORY, 268_435_456L,
                        Limit.PROCESSES, 64L,
                        Limit.OUTPUT, 1_048_576L,
                        Limit.DISK, 67_108_864L,
                        Limit.OPEN_FILES, 256L));
    }

    @ParameterizedTest
    @CsvSource({
        "cpu=250ms, CPU, 250",
        "cpu=0.5s, CPU, 500",
        "wall=2m, WALL, 120000",
        "memory=1g, MEMORY, 1073741824",
        "memory=1.5GiB, MEMORY, 1610612736",
        "disk=4096, DISK, 4096",
        "cpu=0s, CPU, 0"
    })
    void reads_numbers_as_people_write_them(String text, Limit limit, long expected) {
        assertThat(LimitText.parse(text)).containsExactly(Map.entry(limit, expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cpu | 'cpu' is not NAME=VALUE, as in cpu=2s",
                "speed=2 | no limit 'speed'; there are cpu, wall, memory, processes, output, disk and files",
                "cpu=2 | '2' needs a unit: ms, s or m",
                "cpu=2h | '2h' needs a unit: ms, s or m",
                "memory=2T | '2T' needs a unit: K, M or G, or none for bytes",
                "files=2k | '2k' needs no unit: it is a count",
                "cpu=-2s | '-2s' is not a number with a unit",
                "cpu=0.0001s | '0.0001s' is not a whole number of milliseconds",
                "memory=999999999999999G | '999999999999999G' is not a whole number of bytes",
                "cpu=1s,cpu=2s | 'cpu' is given twice",
                "cpu=1s, | '' is not NAME=VALUE, as in cpu=2s"
            })
    void says_what_it_cannot_understand(String text, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LimitText.parse(text))
                .withMessage(sentence);
    }
}
