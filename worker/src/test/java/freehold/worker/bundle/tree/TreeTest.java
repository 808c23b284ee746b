package freehold.worker.bundle.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Digest;
import java.util.List;
import org.junit.jupiter.api.Test;

class TreeTest {
    private static final Node DIRECTORY = new Node.Directory();
    private static final Node FILE = file("aa");

    private final Tree tree = new Tree();

    @Test
    void makes_directories_on_the_way() throws Exception {
        tree.add("usr/bin/lua", FILE);

        assertThat(tree.nodes().keySet()).containsExactly("usr", "usr/bin", "usr/bin/lua");
    }

    @Test
    void follows_links_on_the_way_and_not_at_the_end() throws Exception {
        tree.add("usr/lib", DIRECTORY);
        tree.add("lib", new Node.Link("usr/lib"));

        tree.add("lib/libc.so", FILE);

        assertThat(tree.nodes()).containsKey("usr/lib/libc.so");
        assertThat(tree.find("lib")).contains(new Node.Link("usr/lib"));
    }

    @Test
    void cannot_be_left_by_a_link() throws Exception {
        tree.add("up", new Node.Link("../../../../etc"));
        tree.add("absolute", new Node.Link("/etc"));

        tree.add("up/passwd", FILE);
        tree.add("absolute/shadow", FILE);

        assertThat(tree.nodes().keySet())
                .containsExactlyInAnyOrder("absolute", "etc", "etc/passwd", "etc/shadow", "up");
    }

    @Test
    void refuses_paths_that_are_none() {
        for (String path : List.of("", "/etc", "a/../b", "..", "a/./b", "a//b", "a/", "a\0b", "x".repeat(256))) {
            assertThatThrownBy(() -> tree.add(path, FILE)).isInstanceOf(TreeFault.class);
            assertThatThrownBy(() -> tree.replace(path, FILE)).isInstanceOf(TreeFault.class);
        }
    }

    @Test
    void refuses_links_that_lead_in_a_circle() throws Exception {
        tree.add("a", new Node.Link("b"));
        tree.add("b", new Node.Link("a"));

        assertThatThrownBy(() -> tree.add("a/x", FILE)).hasMessageContaining("too many links");
    }

    @Test
    void refuses_what_lies_below_a_file() throws Exception {
        tree.add("a", FILE);

        assertThatThrownBy(() -> tree.add("a/b", FILE)).hasMessageContaining("lies below a file");
    }

    @Test
    void takes_an_equal_entry_twice_and_a_different_one_not() throws Exception {
        tree.add("a", FILE);

        tree.add("a", FILE);

        assertThatThrownBy(() -> tree.add("a", file("bb"))).hasMessageContaining("different entries at /a");
    }

    @Test
    void takes_a_directory_where_a_link_to_one_is() throws Exception {
        tree.add("usr/lib", DIRECTORY);
        tree.add("lib", new Node.Link("/usr/lib"));

        tree.add("lib", DIRECTORY);

        assertThat(tree.find("lib")).contains(new Node.Link("/usr/lib"));
    }

    @Test
    void removes_all_below_and_nothing_beside() throws Exception {
        tree.add("a/b/c", FILE);
        tree.add("a/b-c", FILE);
        tree.add("a/b0", FILE);

        assertThat(tree.remove("a/b")).isTrue();

        assertThat(tree.nodes().keySet()).containsExactly("a", "a/b-c", "a/b0");
        assertThat(tree.remove("a/b")).isFalse();
    }

    @Test
    void replaces_a_directory_by_a_file_with_all_below() throws Exception {
        tree.add("a/b/c", FILE);

        tree.replace("a", FILE);

        assertThat(tree.nodes()).containsOnlyKeys("a");
    }

    private static Node file(String pair) {
        return new Node.File(new Digest(pair.repeat(32)), 1, Node.Access.READABLE);
    }
}
