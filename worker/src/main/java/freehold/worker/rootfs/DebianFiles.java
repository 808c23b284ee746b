package freehold.worker.rootfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of an installed Debian package, as dpkg(1) recorded them. */
final class DebianFiles {
    private static final Path LISTS = Path.of("/var/lib/dpkg/info");
    private static final List<String> NOT_FOR_RUNNING = List.of(
            "/usr/share/doc/",
            "/usr/share/man/",
            "/usr/share/info/",
            "/usr/share/lintian/",
            "/usr/share/locale/",
            "/usr/share/bug/",
            "/usr/share/menu/",
            "/usr/share/doc-base/",
            "/usr/share/applications/",
            "/usr/share/icons/",
            "/usr/share/pixmaps/",
            "/usr/share/metainfo/",
            "/usr/share/gdb/");

    private DebianFiles() {}

    /** dpkg's lists for a package name, which may be a glob; one list for each package that matches. */
    static List<Path> lists(String name) throws IOException {
        List<Path> lists = new ArrayList<>(PathGlobs.expand(LISTS + "/" + name + ".list", _ -> {}));
        lists.addAll(PathGlobs.expand(LISTS + "/" + name + ":*.list", _ -> {}));
        return lists;
    }

    /** What a program can need of a package: all below /usr, without documentation. */
    static List<Path> files(Path list) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String each : Files.readAllLines(list)) {
            // Debian 12 still records some paths as they were before /usr was merged.
            String path = each.matches("/(bin|sbin|lib|lib64|libx?32)/.*") ? "/usr" + each : each;
            if (path.startsWith("/usr/") && NOT_FOR_RUNNING.stream().noneMatch(path::startsWith)) {
                files.add(Path.of(path));
            }
        }
        return files;
    }
}
