package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** There are few platform threads, and who accepts needs one: a request that waits must not have it. */
final class HttpThreadsTest {
    private final HttpThreads threads = new HttpThreads(new VirtualThreads());

    @BeforeEach
    void start() throws Exception {
        threads.start();
    }

    @AfterEach
    void stop() throws Exception {
        threads.stop();
    }

    private boolean isVirtualFor(InvocationType type) throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        threads.execute(Invocable.from(type, () -> ran.complete(Thread.currentThread())));
        return ran.get(20, TimeUnit.SECONDS).isVirtual();
    }

    /** As TLS hands on what it has read beyond what was asked for. */
    @ParameterizedTest
    @EnumSource(
            value = InvocationType.class,
            names = {"BLOCKING", "EITHER"})
    void what_may_wait_has_a_virtual_thread(InvocationType type) throws Exception {
        assertThat(isVirtualFor(type)).isTrue();
    }

    @Test
    void what_never_waits_has_one_of_the_few() throws Exception {
        assertThat(isVirtualFor(InvocationType.NON_BLOCKING)).isFalse();
    }
}
