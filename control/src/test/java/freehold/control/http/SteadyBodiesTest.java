package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SteadyBodiesTest {
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch slowOneBegan = new CountDownLatch(1);
    private final Server server = new Server();
    private final LocalConnector connector = new LocalConnector(server);

    @BeforeEach
    void begin() throws Exception {
        server.addConnector(connector);
        server.setHandler(new SteadyBodies(new Reading(), nanos::get));
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
    }

    /** Says how a body ended. */
    private final class Reading extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String said;
            try (InputStream body = Content.Source.asInputStream(request)) {
                if (request.getHttpURI().getPath().equals("/slow")) {
                    slowOneBegan.countDown();
                }
                said = body.readAllBytes().length + " bytes came";
            } catch (IOException brokenOff) {
                said = "broken off";
            }
            response.write(true, ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)), callback);
            return true;
        }
    }

    private String slowly(int size, Duration pause, String rest) throws Exception {
        LocalConnector.LocalEndPoint client = connector.executeRequest(
                "POST /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\nx");
        assertThat(slowOneBegan.await(20, TimeUnit.SECONDS)).isTrue();
        nanos.addAndGet(pause.toNanos());
        client.addInput(rest);
        return client.getResponse(false, 20, TimeUnit.SECONDS);
    }

    @Test
    void a_body_of_a_byte_now_and_then_is_broken_off_however_much_others_have_sent() throws Exception {
        String much = "x".repeat(1 << 20);
        String others = connector.getResponse("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                + much.length() + "\r\n\r\n" + much);

        String slow = slowly(1_000, SteadyBodies.PATIENCE.plusSeconds(1), "x");

        assertThat(others).endsWith(much.length() + " bytes came");
        assertThat(slow).endsWith("broken off");
    }

    @Test
    void a_small_body_may_take_its_time() throws Exception {
        assertThat(slowly(3, SteadyBodies.PATIENCE, "xx")).endsWith("3 bytes came");
    }
}
