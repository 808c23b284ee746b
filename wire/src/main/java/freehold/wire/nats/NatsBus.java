package freehold.wire.nats;

import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import io.nats.client.AuthHandler;
import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to any of some servers of NATS. */
public final class NatsBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(NatsBus.class);
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(250);
    private static final Duration PING_EVERY = Duration.ofSeconds(2);
    private static final int PINGS_LOST_MAX = 2;
    private static final long UNSENT_BYTES_MAX = 8 << 20;
    private static final int UNHEARD_MAX = 100_000;
    private static final long UNHEARD_BYTES_MAX = 256 << 20;
    private static final int FOREVER = -1;

    private final Connection connection;

    private NatsBus(Connection connection) {
        this.connection = connection;
    }

    /**
     * Connects. Whoever wants to be heard later than now is heard: a lost connection is made again.
     *
     * @param name shown to those who look after the servers
     * @throws IOException if no server lets this one in
     */
    public static NatsBus connect(NatsAccess access, String name) throws IOException, InterruptedException {
        Options.Builder options = new Options.Builder()
                .servers(access.servers().toArray(String[]::new))
                .connectionName(name)
                .connectionTimeout(CONNECT_MAX)
                .reconnectWait(RECONNECT_PAUSE)
                .maxReconnects(FOREVER)
                .pingInterval(PING_EVERY)
                .maxPingsOut(PINGS_LOST_MAX)
                .reconnectBufferSize(UNSENT_BYTES_MAX)
                .noEcho()
                .connectionListener((_, event) -> LOG.info("NATS: {}", event))
                .errorListener(new Errors());
        try {
            access.credentials().ifPresent(file -> options.authHandler(Nats.credentials(file.toString())));
            access.nkey().ifPresent(file -> options.authHandler(new SeedFile(file)));
            if (access.tls().isPresent()) {
                options.sslContext(PemTls.context(access.tls().get()));
            }
            return new NatsBus(Nats.connect(options.build()));
        } catch (GeneralSecurityException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    @Override
    public void tell(String subject, byte[] message) {
        try {
            connection.publish(subject, message);
        } catch (IllegalStateException unsent) {
            LOG.debug("Not sent to {}", subject, unsent); // what is told may be lost
        }
    }

    @Override
    public byte[] ask(String subject, byte[] message, Duration patience) throws NoAnswer, InterruptedException {
        try {
            return connection
                    .request(subject, message)
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS)
                    .getData();
        } catch (ExecutionException | TimeoutException | IllegalStateException none) {
            throw new NoAnswer(subject); // a cancelled request is such a state: nobody listens
        }
    }

    @Override
    public Ear hear(String subject, Hearing hearing) {
        return listen(connection.createDispatcher(message -> heard(message, hearing)), dispatcher -> {
            dispatcher.subscribe(subject);
        });
    }

    @Override
    public Ear share(String subject, String group, Hearing hearing) {
        return listen(
                connection.createDispatcher(
                        message -> Thread.ofVirtual().name(group).start(() -> heard(message, hearing))),
                dispatcher -> {
                    dispatcher.subscribe(subject, group);
                });
    }

    private interface Subscribing {
        void to(Dispatcher dispatcher);
    }

    private Ear listen(Dispatcher dispatcher, Subscribing subscribing) {
        dispatcher.setPendingLimits(UNHEARD_MAX, UNHEARD_BYTES_MAX);
        subscribing.to(dispatcher);
        return () -> {
            try {
                connection.closeDispatcher(dispatcher);
            } catch (IllegalArgumentException | IllegalStateException closed) {
                LOG.debug("Closed before", closed);
            }
        };
    }

    private void heard(Message message, Hearing hearing) {
        try {
            Optional<byte[]> answer = hearing.hear(message.getData());
            if (answer.isPresent() && message.getReplyTo() != null) {
                tell(message.getReplyTo(), answer.get());
            }
        } catch (RuntimeException failed) {
            LOG.error("A message to {} could not be dealt with", message.getSubject(), failed);
        }
    }

    @Override
    public boolean isConnected() {
        return connection.getStatus() == Connection.Status.CONNECTED;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server says besides. */
    private static final class Errors implements ErrorListener {
        @Override
        public void errorOccurred(Connection to, String error) {
            LOG.warn("NATS: {}", error);
        }

        @Override
        public void exceptionOccurred(Connection to, Exception failure) {
            LOG.debug("NATS", failure);
        }

        @Override
        public void slowConsumerDetected(Connection to, Consumer consumer) {
            LOG.warn("NATS: messages come faster than they are dealt with, and some are lost");
        }
    }

    /** An NKey, whose seed never leaves this process: it signs what the server sends. */
    private record SeedFile(Path file) implements AuthHandler {
        private NKey key() {
            try {
                return NKey.fromSeed(Files.readString(file, StandardCharsets.US_ASCII)
                        .strip()
                        .toCharArray());
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        @Override
        public byte[] sign(byte[] nonce) {
            NKey key = key();
            try {
                return key.sign(nonce);
            } catch (GeneralSecurityException | IOException failed) {
                throw new IllegalStateException("the NKey in " + file + " cannot sign", failed);
            } finally {
                key.clear();
            }
        }

        @Override
        public char[] getID() {
            NKey key = key();
            try {
                return key.getPublicKey();
            } catch (GeneralSecurityException | IOException failed) {
                throw new IllegalStateException("the NKey in " + file + " cannot be used", failed);
            } finally {
                key.clear();
            }
        }

        @Override
        public char[] getJWT() {
            return new char[0];
        }
    }
}
