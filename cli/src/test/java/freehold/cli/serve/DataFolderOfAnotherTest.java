package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.worker.folder.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What root does in the data folder of a service whose user is not to be trusted with more. Each command gives root up, so it has a JVM. */
@Tag("cell")
@Timeout(120)
final class DataFolderOfAnotherTest {
    private static final int SERVICE = 54_321;
    private static final int ROOT = 0;
    private static final FileAttribute<?> CLOSED =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private static Path program = Path.of("");
    private static String classPath = "";

    private Path place = Path.of("");
    private Path data = Path.of("");
    private Path roots = Path.of("");
    private String said = "";

    @BeforeAll
    static void copy() throws IOException {
        program = open(Files.createTempDirectory(Path.of("/var/lib"), "freehold-test"));
        classPath = ClassPathCopy.into(program);
    }

    @AfterAll
    static void remove() throws IOException {
        FolderTree.delete(program);
    }

    @BeforeEach
    void make() throws Exception {
        place = open(Files.createTempDirectory(Path.of("/var/lib"), "freehold-test"));
        data = place.resolve("data");
        roots = Files.createDirectory(place.resolve("roots"), CLOSED);
        assertThat(create()).as(said).isEqualTo(ExitStatus.OK);
    }

    @AfterEach
    void clean() throws IOException {
        FolderTree.delete(place);
    }

    private static Path open(Path folder) throws IOException {
        return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int freehold(Object... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Main.class.getName()));
        Stream.of(words).map(String::valueOf).forEach(command::add);
        Path output = place.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FREEHOLD_"));
        builder.environment().put("FREEHOLD_DATA", data.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        said = Files.readString(output);
        return process.exitValue();
    }

    private int create() throws Exception {
        return freehold("key", "create", "--data", data, "--user", SERVICE, "--role", "operator");
    }

    private Path masterKey() throws Exception {
        Path file = data.resolve("master-key");
        assertThat(freehold("vault", "make", file, "--user", SERVICE)).as(said).isZero();
        return file;
    }

    private static int owner(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> ofOthers() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            List<Path> others = new ArrayList<>();
            for (Path each : all.toList()) {
                if (owner(each) != SERVICE) {
                    others.add(each);
                }
            }
            return others;
        }
    }

    /** As the user of the service may do at any moment. */
    private void replaceByLink(String name) throws IOException {
        Path there = roots.resolve(name);
        Files.move(data.resolve(name), there);
        Files.setAttribute(there, "unix:uid", ROOT);
        Files.createSymbolicLink(data.resolve(name), there);
        Files.setAttribute(data.resolve(name), "unix:uid", SERVICE, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void all_that_commands_of_root_make_in_it_is_its_owners() throws Exception {
        masterKey();

        List<Integer> statuses = new ArrayList<>();
        statuses.add(create());
        statuses.add(freehold("vault", "rotate"));
        statuses.add(freehold("receipt", "key", "rotate"));
        statuses.add(freehold("backup", roots.resolve("backup.zip")));
        statuses.add(freehold("audit", "verify", "--data", data));
        statuses.add(freehold("audit", "export", "--chain", "_server", "--out", roots.resolve("chain.jsonl")));
        statuses.add(freehold("restore", "--replace", roots.resolve("backup.zip"), "--user", SERVICE));

        assertThat(statuses).as(said).containsOnly(ExitStatus.OK);
        assertThat(ofOthers()).isEmpty();
        assertThat(owner(data)).isEqualTo(SERVICE);
    }

    @Test
    void a_master_key_is_made_by_whose_the_folder_is() throws Exception {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));

        int status = freehold("vault", "make", data.resolve("master-key"), "--user", SERVICE);

        assertThat(status).as(said).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(data.resolve("master-key")).doesNotExist();
    }

    @Test
    void what_is_roots_in_it_stays_roots() throws Exception {
        masterKey();
        Path planted = Files.createFile(data.resolve("planted"));

        int status = freehold("vault", "rotate");

        assertThat(status).as(said).isZero();
        assertThat(ofOthers()).containsExactly(planted);
    }

    @Test
    void a_link_in_it_leads_root_to_nothing_that_its_owner_may_not_use() throws Exception {
        masterKey();
        Files.delete(data.resolve("lock"));
        Path made = roots.resolve("made");
        Files.createSymbolicLink(data.resolve("lock"), made);

        int keys = create();
        Files.delete(data.resolve("lock"));
        int before = freehold("vault", "status");
        replaceByLink("freehold.db");
        List<Integer> statuses = new ArrayList<>();
        statuses.add(freehold("vault", "status"));
        statuses.add(freehold("backup", roots.resolve("backup.zip")));
        statuses.add(freehold("audit", "verify", "--data", data));
        statuses.add(create());

        assertThat(keys).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(made).doesNotExist();
        assertThat(before).isZero();
        assertThat(statuses).doesNotContain(ExitStatus.OK, ExitStatus.FAULTED);
        assertThat(owner(roots.resolve("freehold.db"))).isEqualTo(ROOT);
        assertThat(roots.toFile().list()).containsExactly("freehold.db");
    }

    @Test
    void a_backup_is_in_a_folder_of_roots_when_it_is_whole_and_not_before() throws Exception {
        Path archive = roots.resolve("backup.zip");
        replaceByLink("receipt-key");

        int unsigned = freehold("backup", archive);
        List<String> left = List.of(roots.toFile().list());
        Files.delete(data.resolve("receipt-key"));
        Files.move(roots.resolve("receipt-key"), data.resolve("receipt-key"));
        Files.setAttribute(data.resolve("receipt-key"), "unix:uid", SERVICE);
        int whole = freehold("backup", archive);
        int again = freehold("backup", archive);

        assertThat(unsigned).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(left).containsExactly("receipt-key");
        assertThat(whole).isZero();
        assertThat(again).isEqualTo(ExitStatus.USAGE);
        assertThat(said).contains(archive + " is there already");
        assertThat(roots.toFile().list()).containsExactly("backup.zip");
        assertThat(owner(archive)).isEqualTo(ROOT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
                .isEqualTo("rw-------");
    }

    @Test
    void what_cannot_be_done_in_it_is_told_in_words() throws Exception {
        Path text = Files.writeString(roots.resolve("text"), "something else");

        int unknown = freehold("key", "create", "--tenant", "Ann", "--data", data, "--user", SERVICE);
        String ofTenant = said;
        int broken = freehold("restore", "--replace", text, "--user", SERVICE);
        String ofArchive = said;
        masterKey();
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
        int closed = freehold("vault", "status");

        assertThat(unknown).isEqualTo(ExitStatus.USAGE);
        assertThat(ofTenant).startsWith("freehold: There is no such tenant here. Check its id or name");
        assertThat(broken).isEqualTo(ExitStatus.USAGE);
        assertThat(ofArchive)
                .isEqualTo(
                        "freehold: %s was not restored: it is not a whole archive of Freehold: it lacks SHA256SUMS; name an archive that freehold backup wrote%n",
                        text);
        assertThat(closed).isEqualTo(ExitStatus.USAGE);
        assertThat(said)
                .startsWith("freehold: user %d, whose the folder %s is, cannot reach it".formatted(SERVICE, data));
    }

    @Test
    void a_new_folder_for_what_is_restored_is_its_users_from_the_start() throws Exception {
        Path archive = roots.resolve("backup.zip");
        assertThat(freehold("backup", archive)).as(said).isZero();
        data = place.resolve("a/new");

        int status = freehold("restore", archive, "--data", data, "--user", SERVICE);

        assertThat(status).as(said).isZero();
        assertThat(data.resolve("freehold.db")).exists();
        assertThat(ofOthers()).isEmpty();
    }

    @Test
    void a_master_key_that_root_alone_may_read_is_read_and_is_not_changed() throws Exception {
        Path key = roots.resolve("master-key");
        open(roots);
        assertThat(freehold("vault", "make", key, "--user", SERVICE)).isZero();
        Files.setAttribute(key, "unix:uid", ROOT);
        String before = Files.readString(key);

        int status = freehold("vault", "status", "--master-key", key);
        String shown = said;
        int rotated = freehold("vault", "rotate", "--master-key", key);

        assertThat(status).as(shown).isZero();
        assertThat(shown).contains("current");
        assertThat(rotated).isEqualTo(ExitStatus.USAGE);
        assertThat(said).contains("cannot be written by user " + SERVICE);
        assertThat(Files.readString(key)).isEqualTo(before);
        assertThat(roots.toFile().list()).containsExactly("master-key");
    }
}
