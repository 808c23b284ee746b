package freehold.control.boundary;

import freehold.boundary.Controls;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class BoundariesTest {
    @TestFactory
    Stream<DynamicTest> what_crosses_a_boundary_fails_where_it_is_left_out() throws IOException {
        return Controls.of(BoundariesTest.class);
    }
}
