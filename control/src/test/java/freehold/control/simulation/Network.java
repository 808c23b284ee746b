package freehold.control.simulation;

import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What carries messages: it loses, delays and repeats some, lets some overtake others, and can be cut. */
final class Network {
    private final VirtualTime time;
    private final Random chance;
    private final Profile profile;
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private boolean calm;
    long sent;
    long lost;
    long repeated;
    long late;

    Network(VirtualTime time, Random chance, Profile profile) {
        this.time = time;
        this.chance = chance;
        this.profile = profile;
    }

    /** From now on it does as it should. */
    void calm() {
        calm = true;
    }

    private record Listener(Machine owner, Bus.Hearing hearing) {}

    Bus of(Machine process) {
        return new Side(process);
    }

    private void send(Machine from, String subject, byte[] message, Consumer<byte[]> answered) {
        sent++;
        time.note(subject.hashCode() * 31L + message.length);
        if (from.isCut() || time.isOver()) {
            lost++;
            return;
        }
        for (Listener each : List.copyOf(listeners.getOrDefault(subject, List.of()))) {
            carry(
                    from,
                    each.owner(),
                    () -> each.hearing()
                            .hear(message)
                            .ifPresent(answer -> carry(each.owner(), from, () -> answered.accept(answer))));
        }
    }

    private void carry(Machine from, Machine to, Runnable hear) {
        if (!calm && chance.nextDouble() < profile.loss()) {
            lost++;
            return;
        }
        arrive(from, to, hear);
        if (!calm && chance.nextDouble() < profile.twice()) {
            repeated++;
            arrive(from, to, hear);
        }
    }

    private void arrive(Machine from, Machine to, Runnable hear) {
        long way = TimeUnit.MICROSECONDS.toNanos(100 + chance.nextInt(50));
        if (!calm && chance.nextDouble() < profile.slow()) {
            late++;
            way += TimeUnit.MILLISECONDS.toNanos(chance.nextInt(4_000));
        }
        time.at(to, time.nanos() + way, () -> {
            if (from.isCut() || to.isCut()) {
                lost++;
            } else {
                hear.run();
            }
        });
    }

    private final class Side implements Bus {
        private final Machine process;

        Side(Machine process) {
            this.process = process;
        }

        @Override
        public void tell(String subject, byte[] message) {
            send(process, subject, message, _ -> {});
        }

        @Override
        public byte[] ask(String subject, byte[] message, Duration patience) throws NoAnswer {
            VirtualTime.Fiber asking = time.running();
            long number = asking.number() + 1;
            List<byte[]> answers = new ArrayList<>();
            send(process, subject, message, answer -> {
                answers.add(Arrays.copyOf(answer, answer.length));
                asking.wake(number);
            });
            asking.waitUntil(time.nanos() + patience.toNanos());
            if (answers.isEmpty()) {
                throw new NoAnswer(subject);
            }
            return answers.getFirst();
        }

        @Override
        public Ear hear(String subject, Hearing hearing) {
            Listener listener = new Listener(process, message -> {
                Optional<byte[]> answer = hearing.hear(message);
                return answer;
            });
            listeners.computeIfAbsent(subject, _ -> new ArrayList<>()).add(listener);
            return () -> listeners.getOrDefault(subject, List.of()).remove(listener);
        }

        @Override
        public Ear share(String subject, String group, Hearing hearing) {
            return hear(subject, hearing);
        }

        @Override
        public boolean isConnected() {
            return !process.isCut();
        }

        @Override
        public void close() {
            listeners.values().forEach(each -> each.removeIf(listener -> listener.owner() == process));
        }
    }
}
