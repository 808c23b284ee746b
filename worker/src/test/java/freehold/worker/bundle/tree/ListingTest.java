package freehold.worker.bundle.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Digest;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ListingTest {
    private static final Node.File FILE = new Node.File(new Digest("ab".repeat(32)), 7, Node.Access.EXECUTABLE);

    @Test
    void is_the_same_whatever_came_first() throws Exception {
        Tree one = new Tree();
        one.add("a/x", FILE);
        one.add("b", new Node.Link("a"));
        Tree other = new Tree();
        other.add("b", new Node.Link("a"));
        other.add("a/x", FILE);

        assertThat(Listing.of(one)).isEqualTo(Listing.of(other));
        assertThat(Listing.of(one))
                .isEqualTo("freehold-tree 1\nd\ta\nf\t755\t7\t" + "ab".repeat(32) + "\ta/x\nl\tb\ta\n");
    }

    @Test
    void differs_by_each_thing_that_a_program_could_notice() throws Exception {
        Tree plain = new Tree();
        plain.add("a", new Node.File(FILE.content(), 7, Node.Access.READABLE));
        Tree executable = new Tree();
        executable.add("a", FILE);
        Tree link = new Tree();
        link.add("a", new Node.Link("b"));
        Tree elsewhere = new Tree();
        elsewhere.add("b", FILE);

        assertThat(List.of(plain, executable, link, elsewhere).stream().map(Listing::digest))
                .doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void reads_back_any_name(@ForAll @StringLength(min = 1, max = 20) @CharRange(from = 1, to = 0x2ff) String name)
            throws Exception {
        Tree tree = new Tree();
        String path = name.replace("/", "_").replace(".", "_");
        tree.add(path, new Node.Link(name));

        assertThat(Listing.read(Listing.of(tree)).nodes()).isEqualTo(tree.nodes());
    }

    @Test
    void refuses_lines_that_it_would_not_write() {
        for (String line :
                List.of("x\ta", "f\t755\ta", "f\t777\t1\t" + "ab".repeat(32) + "\ta", "d\t../a", "d\ta\\q")) {
            assertThatThrownBy(() -> Listing.read("freehold-tree 1\n" + line + "\n"))
                    .isInstanceOf(TreeFault.class);
        }
        assertThatThrownBy(() -> Listing.read("d\ta\n")).isInstanceOf(TreeFault.class);
    }
}
