package freehold.worker.cell;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellShapeTest {
    @ParameterizedTest
    @CsvSource({"1, 1024", "1048576, 1280", "67108864, 17408", "268435456, 65536", "1073741824, 65536"})
    void has_an_inode_for_each_page_within_what_the_daemon_grants(long disk, int inodes) {
        CellShape shape =
                new CellShape("c", FilterClass.COMPILED, Bytes.mebi(1), 1, new Bytes(disk), 8, Optional.empty());

        assertThat(shape.inodes()).isEqualTo(inodes);
    }
}
