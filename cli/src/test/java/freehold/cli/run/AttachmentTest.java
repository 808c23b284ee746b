package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.remote.RemoteServer;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations with a server that says what the test wants. */
@Timeout(30)
final class AttachmentTest {
    private static final String ID = "exe_1";

    private final HttpClient client = RemoteServer.client();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void what_is_not_passed_on_is_told_once_in_the_servers_words() throws Exception {
        try (TalkServer server = new TalkServer(line -> {
            line.accept();
            line.hear();
            line.refuses("This key lacks the right run.");
            line.hear();
            line.refuses("This key lacks the right run.").refuses("The program takes no size.");
            line.finishes(1);
        })) {
            Attachment attachment = open(server);

            attachment.say(new Speech.Input("a".getBytes(StandardCharsets.UTF_8)));
            attachment.say(new Speech.Input("b".getBytes(StandardCharsets.UTF_8)));
            attachment.await();

            assertThat(heard.notices).containsExactly("This key lacks the right run.", "The program takes no size.");
        }
    }

    private Attachment open(TalkServer server) {
        return Attachment.open(client, new RemoteServer(server.address(), Optional.of("fh_k")), ID, heard);
    }

    /** Keeps what it was told. */
    private static final class Heard implements Observer {
        private final StringBuffer output = new StringBuffer();
        private final List<String> notices = new CopyOnWriteArrayList<>();

        @Override
        public void output(StepName step, Stream stream, byte[] bytes) {
            output.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void artifact(WorkPath path, InputStream bytes) {}

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }
    }
}
