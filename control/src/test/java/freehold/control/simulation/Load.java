package freehold.control.simulation;

import freehold.control.execution.Batches;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.record.IdempotencyKey;
import freehold.control.record.RecordUnavailable;
import freehold.execution.ExecutionId;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Clients: each asks any control, and another one when it gets no answer, until its execution is accepted; and looks at some again,
 * wherever. A request goes on at its control when its client has given up.
 */
final class Load {
    private static final long PATIENCE_MILLIS = 5_000;
    private static final int BATCH = 5;

    private final Machine world;
    private final Random chance;
    private final Profile profile;
    private final Map<Integer, MadeUpControl> controls;
    private final Books books;
    private int open;

    Load(Machine world, Random chance, Profile profile, Map<Integer, MadeUpControl> controls, Books books) {
        this.world = world;
        this.chance = chance;
        this.profile = profile;
        this.controls = controls;
        this.books = books;
    }

    /** One that wants something. */
    private final class Client {
        private final String key;
        private final TenantId tenant;
        private final byte[] body;
        private boolean accepted;
        private int attempts;

        Client(String key, TenantId tenant, byte[] body) {
            this.key = key;
            this.tenant = tenant;
            this.body = body;
        }

        void ask() {
            if (accepted) {
                return;
            }
            int attempt = ++attempts;
            Optional<MadeUpControl> any = any();
            any.ifPresent(control -> control.process().start("request", () -> {
                try {
                    answer(attempt, request(control));
                } catch (RecordUnavailable away) {
                    answer(attempt, List.of());
                }
            }));
            world.after(millis(any.isPresent() ? PATIENCE_MILLIS : 500), () -> {
                if (attempt == attempts) {
                    ask();
                }
            });
        }

        /** The answer on its way; it may come after the client went to another control, and is not heard then. */
        private void answer(int attempt, List<ExecutionId> ids) {
            world.after(millis(1), () -> {
                if (attempt != attempts || accepted) {
                    return;
                }
                if (ids.isEmpty()) {
                    books.refused++;
                    attempts++;
                    world.after(millis(200 + chance.nextInt(1_000)), this::ask);
                    return;
                }
                accepted = true;
                open--;
                ids.forEach(each -> books.accepted(key, each));
                ids.forEach(each -> look(tenant, each, 12));
            });
        }

        private List<ExecutionId> request(MadeUpControl control) {
            if (key.startsWith("batch")) {
                return batch(control);
            }
            Optional<IdempotencyKey> asked = key.startsWith("key") ? Optional.of(idempotency()) : Optional.empty();
            return switch (control.executions().submit(tenant, MadeUpControl.request(body), body, asked)) {
                case Submission.Begun(Live live) -> {
                    if (asked.isEmpty()) {
                        control.executions().promise(live);
                    }
                    yield List.of(live.plan().id());
                }
                case Submission.Joined(Live live) -> List.of(live.plan().id());
                case Submission.Known(var execution) -> List.of(execution.id());
                case Submission.Declined _ -> List.of();
            };
        }

        private List<ExecutionId> batch(MadeUpControl control) {
            List<Batches.Item> items = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                items.add(new Batches.Item("#/" + i, MadeUpControl.request(body), body));
            }
            return switch (control.batches().submit(tenant, items, Optional.of(idempotency()))) {
                case Batches.Handed.Kept(var batch) -> batch.executions();
                case Batches.Handed.Declined _ -> List.of();
            };
        }

        private IdempotencyKey idempotency() {
            return new IdempotencyKey(key, Digest.of(body));
        }
    }

    void begin() {
        List<TenantId> tenants = Trial.WEIGHTS.keySet().stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .toList();
        for (int i = 0; i < profile.executions(); ) {
            int kind = chance.nextInt(10);
            String name = (kind == 0 ? "batch-" : kind < 4 ? "none-" : "key-") + i;
            i += kind == 0 ? BATCH : 1;
            byte[] body = MadeUpCells.program(10 + chance.nextInt((int) Shares.LONGEST_MILLIS - 10));
            Client client = new Client(name, tenants.get(chance.nextInt(tenants.size())), body);
            boolean storm = chance.nextInt(3) == 0;
            long at = 1_500L + (storm ? profile.spanMillis() / 3 : chance.nextInt(profile.spanMillis() - 2_000));
            open++;
            world.after(millis(at), client::ask);
        }
    }

    boolean isOver() {
        return open == 0;
    }

    private Optional<MadeUpControl> any() {
        List<MadeUpControl> here = List.copyOf(controls.values());
        return here.isEmpty() ? Optional.empty() : Optional.of(here.get(chance.nextInt(here.size())));
    }

    /** Now and then somebody looks at what was accepted. */
    private void look(TenantId tenant, ExecutionId id, int times) {
        world.after(millis(200 + chance.nextInt(2_500)), () -> {
            any().ifPresent(control -> control.process().start("look", () -> {
                try {
                    control.executions().find(tenant, id).ifPresent(found -> world.after(1, () -> books.seen(found)));
                } catch (RecordUnavailable away) {
                    books.refused++;
                }
            }));
            if (times > 1) {
                look(tenant, id, times - 1);
            }
        });
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }
}
