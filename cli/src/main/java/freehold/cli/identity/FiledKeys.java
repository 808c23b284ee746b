package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/** Keys as lines of a key file. */
final class FiledKeys {
    private FiledKeys() {}

    /** Makes one; its line goes to the file, or where there is none to {@code lines}. */
    static String create(String tenant, Optional<Set<Right>> rights, Optional<Path> file, PrintWriter lines) {
        KeySecret secret = KeySecret.make(new SecureRandom());
        Caller caller = new Caller(tenantId(tenant), rights.orElseGet(Right::usual));
        String line = new KeyFile.Key(secret.digest(), caller).line();
        file.ifPresentOrElse(path -> append(path, line), () -> lines.println(line));
        return secret.value();
    }

    private static TenantId tenantId(String tenant) {
        if (!TenantId.isOne(tenant)) {
            throw new Declined(
                    ExitStatus.USAGE, "--tenant: a name begins with a letter and has at most 64 of a-z, 0-9, _ and -");
        }
        return new TenantId(tenant);
    }

    private static void append(Path path, String line) {
        try {
            if (!Files.exists(path)) {
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
                ServiceUser.receives(path, Optional.empty());
            }
            Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, path + " cannot be written: " + failed);
        }
    }
}
