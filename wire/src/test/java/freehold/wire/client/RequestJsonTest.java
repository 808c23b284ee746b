package freehold.wire.client;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.execution.Command;
import freehold.execution.Content;
import freehold.execution.Injection;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.secret.SecretName;
import freehold.wire.api.Decoded;
import freehold.wire.api.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestJsonTest {
    private static final byte[] NOT_TEXT = {(byte) 0xff, 0, 'x'};

    @Test
    void writes_what_the_server_reads_as_the_same_request() {
        Request request = new Request(
                "python@3.11",
                Optional.empty(),
                List.of(
                        new SourceFile(new WorkPath("main.py"), inline("print('ä')\n"), false),
                        new SourceFile(new WorkPath("data/raw"), new Content.Inline(NOT_TEXT), true)),
                Optional.of(new WorkPath("main.py")),
                List.of("one", ""),
                Map.of("NAME", "value"),
                List.of("-O3"),
                Map.of("CC", "gcc"),
                inline("input\n"),
                Map.of(Limit.CPU, 2_000L, Limit.OPEN_FILES, 64L),
                Map.of(Limit.MEMORY, 1L << 30),
                Optional.of(Tier.PROCESS),
                List.of("out/*.png"),
                Map.of("group", "a"),
                Optional.empty());

        Request read = read(request);

        assertThat(read).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void writes_a_command_as_the_server_reads_it() {
        Request request = Request.ofCommand(
                "cpp",
                new Command(StepName.BUILD, List.of("g++", "a.cc")),
                List.of(),
                Map.of(),
                new Content.Inline(new byte[0]),
                Map.of(),
                List.of("a"),
                Map.of());

        assertThat(read(request)).usingRecursiveComparison().isEqualTo(request);
    }

    @Test
    void writes_secrets_as_the_server_reads_them() {
        Request read = read(Request.ofSource("python", inline(""), List.of(), new Content.Inline(new byte[0]), Map.of())
                .withSecrets(List.of(
                        new SecretUse(new SecretName("token"), Optional.empty(), new Injection.Variable("TOKEN")),
                        new SecretUse(
                                new SecretName("cert"),
                                Optional.of(3),
                                new Injection.File(new WorkPath("c/cert.pem"))))));

        assertThat(read.secrets())
                .containsExactly(
                        new SecretUse(new SecretName("token"), Optional.empty(), new Injection.Variable("TOKEN")),
                        new SecretUse(
                                new SecretName("cert"),
                                Optional.of(3),
                                new Injection.File(new WorkPath("c/cert.pem"))));
    }

    @Test
    void writes_a_single_source_without_a_name() {
        Request request = Request.ofSource(
                "c", inline("int main(void) {}"), List.of(), new Content.Inline(new byte[0]), Map.of());

        assertThat(new String(RequestJson.of(request), StandardCharsets.UTF_8))
                .isEqualTo("{\"runtime\":\"c\",\"source\":\"int main(void) {}\"}");
    }

    private static Request read(Request request) {
        Decoded decoded = RequestDecoder.decode(RequestJson.of(request), digest -> Optional.empty());
        assertThat(decoded).isInstanceOf(Decoded.Understood.class);
        return ((Decoded.Understood) decoded).request();
    }

    private static Content.Inline inline(String text) {
        return new Content.Inline(text.getBytes(StandardCharsets.UTF_8));
    }
}
