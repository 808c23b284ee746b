package freehold.cli.daemon;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.settings.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who the server is after it gave up root. */
public final class ServiceUser {
    /** Just below the cells' own users, which begin at 0x70000000; in no range that distributions hand out. */
    public static final int NUMBER = 0x6FFF_FFFF;

    private static final String NAME = "freehold";
    private static final Path USERS = Path.of("/etc/passwd");

    private ServiceUser() {}

    /**
     * The number of a user.
     *
     * @param asked a name or number; otherwise the system's user {@code freehold} if there is one, else {@link #NUMBER}
     */
    public static int find(Optional<String> asked) {
        try {
            return find(asked, Files.readAllLines(USERS));
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.UNAVAILABLE, USERS + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }

    /** Hands a file that root has just made to who the server becomes, or it could not read it; anybody else's stays theirs. */
    public static void receives(Path file, Optional<String> asked) throws IOException {
        if (Places.isRoot()) {
            Files.setAttribute(file, "unix:uid", find(asked), LinkOption.NOFOLLOW_LINKS);
        }
    }

    static int find(Optional<String> asked, List<String> users) {
        int number = asked.map(name -> number(name, users)
                        .orElseThrow(() -> new Declined(
                                ExitStatus.USAGE,
                                "there is no user '" + name + "' on this machine; name another by --user")))
                .or(() -> number(NAME, users))
                .orElse(NUMBER);
        if (number == 0) {
            throw new Declined(ExitStatus.USAGE, "the server does not run as root; name another --user");
        }
        return number;
    }

    private static Optional<Integer> number(String user, List<String> users) {
        if (user.matches("\\d{1,9}|1\\d{9}")) {
            return Optional.of(Integer.parseInt(user));
        }
        return users.stream()
                .map(line -> line.split(":"))
                .filter(fields -> fields.length > 2 && fields[0].equals(user))
                .map(fields -> Integer.parseInt(fields[2]))
                .findFirst();
    }
}
