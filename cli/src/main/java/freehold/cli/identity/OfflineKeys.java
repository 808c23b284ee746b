package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.scratch.SqliteLibrary;
import freehold.cli.serve.DataFolder;
import freehold.cli.settings.Places;
import freehold.control.admission.Ids;
import freehold.control.http.ApiServer;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.sql.SqlRecords;
import freehold.control.tenancy.Acts;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.LoggedActs;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Role;
import freehold.control.tenancy.Tenants;
import freehold.control.vault.MasterKeySource;
import freehold.refusal.Refusal;
import freehold.tenant.Rate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Keys in a data folder that no server uses: whoever may write it is its operator. */
final class OfflineKeys {
    private final Path folder;
    private final int owner;

    /** @param user who the server becomes, to whom the folder belongs */
    OfflineKeys(Path folder, Optional<String> user) {
        this.folder = folder;
        this.owner = Places.isRoot() ? ServiceUser.find(user) : ThisProcess.effectiveUser();
    }

    /** Makes one; its secret. */
    String create(
            Optional<String> tenant,
            String name,
            Role role,
            Optional<Set<Right>> rights,
            Optional<Rate> rate,
            Optional<Instant> expiresAt) {
        DataFolder.prepare(folder, owner);
        try {
            SqliteLibrary.load();
            DataFolder.enter(folder);
            try (AutoCloseable _ = DataFolder.take(folder);
                    SqlRecords records = new SqlRecords(
                            folder.resolve("freehold.db"),
                            InstantSource.system(),
                            SigningKeyFile.open(SigningKeyFile.in(folder)),
                            MasterKeySource.none("no content is touched here"))) {
                Keys.Wish wish = new Keys.Wish(tenant, name, role, rights, rate, expiresAt);
                return switch (keys(records).create(Caller.LOCAL, wish)) {
                    case Attempt.Done<Keys.Made>(Keys.Made made) ->
                        made.secret().value();
                    case Attempt.Declined<Keys.Made>(Refusal refusal) ->
                        throw new Declined(ExitStatus.USAGE, ApiServer.words(refusal));
                };
            }
        } catch (Declined declined) {
            throw declined;
        } catch (IOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, folder + " cannot be used: " + failed.getMessage());
        } catch (Exception failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "no key was made in " + folder + ": " + failed.getMessage());
        }
    }

    private static Keys keys(SqlRecords records) {
        Directory directory = records.directory();
        Ids ids = new Ids(InstantSource.system(), new SecureRandom());
        Acts acts = new LoggedActs();
        Tenants tenants = new Tenants(directory, _ -> Optional.empty(), ids, acts);
        return new Keys(directory, tenants, ids, acts);
    }
}
