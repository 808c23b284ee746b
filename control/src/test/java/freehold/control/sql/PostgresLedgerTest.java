package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.ledger.Audit;
import freehold.control.ledger.Ledger;
import freehold.control.ledger.SigningKey;
import freehold.control.ledger.Verified;
import freehold.control.world.PostgresServer;
import freehold.control.world.World;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.tenant.TenantId;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two controls, each with a key of its own, append to the same chains of one record. */
final class PostgresLedgerTest {
    private static final int EACH = 60;
    private static final Chain ANN = Chain.of(new TenantId("ann"));
    private static final Chain BOB = Chain.of(new TenantId("bob"));

    private final PostgresAddress address = PostgresServer.database();
    private final SigningKey firstKey = SigningKey.make();
    private final SigningKey secondKey = SigningKey.make();
    private final SqlRecords first =
            new SqlRecords(address, InstantSource.system(), () -> firstKey, World.MASTER, "ctl_1");
    private final SqlRecords second =
            new SqlRecords(address, InstantSource.system(), () -> secondKey, World.MASTER, "ctl_2");

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private static Act act(int number) {
        return new Act(
                Instant.parse("2026-11-25T10:00:00Z"),
                "server",
                "test.appended",
                "number " + number,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static List<CompletableFuture<Position>> appended(SqlRecords records, Chain one, Chain other) {
        return IntStream.range(0, EACH)
                .mapToObj(i -> records.ledger().append(i % 2 == 0 ? one : other, act(i)))
                .toList();
    }

    private void appendAtOnce() {
        List<CompletableFuture<Position>> all = new ArrayList<>();
        CompletableFuture<List<CompletableFuture<Position>>> firsts =
                CompletableFuture.supplyAsync(() -> appended(first, ANN, BOB));
        all.addAll(appended(second, BOB, ANN));
        all.addAll(firsts.join());
        all.forEach(CompletableFuture::join);
    }

    @Test
    void no_chain_forks_though_both_append_at_once() {
        appendAtOnce();

        Audit audit = new Audit(Optional.of(first.ledger().keys()));
        for (Chain chain : List.of(ANN, BOB, Chain.SERVER)) {
            first.ledger().read(chain, new Position(0), 1_000).forEach(audit::take);
        }
        assertThat(audit.breaches()).isEmpty();
        assertThat(first.ledger().read(ANN, new Position(0), 1_000)).hasSize(EACH);
        assertThat(first.ledger().read(BOB, new Position(0), 1_000)).hasSize(EACH);
    }

    @Test
    void each_publishes_the_keys_of_both_and_signs_with_its_own() {
        appendAtOnce();

        KeySet known = second.ledger().keys();
        List<String> signers = first.ledger().read(ANN, new Position(0), 1_000).stream()
                .map(SignedLine::envelope)
                .map(envelope -> envelope.keyId())
                .distinct()
                .toList();

        assertThat(signers).containsExactlyInAnyOrder(firstKey.id(), secondKey.id());
        assertThat(known.keys())
                .extracting(each -> each.key())
                .containsExactlyInAnyOrder(firstKey.verifying(), secondKey.verifying());
    }

    @Test
    void chains_are_gone_through_where_they_are_one_after_the_other() {
        appendAtOnce();
        Ledger ledger = second.ledger();
        List<Chain> chains = Stream.iterate(
                        ledger.chainAfter(Optional.empty()), Optional::isPresent, ledger::chainAfter)
                .map(Optional::orElseThrow)
                .toList();

        Verified beginning = ledger.verify(ANN, Position.FIRST, EACH - 1);
        Verified rest = ledger.verify(ANN, beginning.next().orElseThrow(), EACH);

        assertThat(chains).containsExactlyInAnyOrder(ANN, BOB, Chain.SERVER);
        assertThat(List.of(beginning.lines(), rest.lines())).containsExactly(EACH - 1L, 1L);
        assertThat(rest.next()).isEmpty();
        assertThat(beginning.findings()).isEmpty();
        assertThat(rest.findings()).isEmpty();
    }
}
