package freehold.control.mcp;

import freehold.control.exchange.AgentTools;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.wire.rpc.Envelope;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpStatelessSyncServer;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Speaks the protocol, by its official SDK. Nothing is kept between two requests, so that any server of several can answer each; the name of
 * a session only tells apart whose call is taken back. A key sees the tools that its rights allow.
 */
public final class McpEndpoint implements AgentTools {
    private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);
    private static final String CALLER = "freehold.caller";
    private static final String ATTENDANCE = "freehold.attendance";
    private static final String SESSION = "Mcp-Session-Id";
    private static final int SESSION_BYTES = 16;
    private static final String CALL = "tools/call";
    private static final String CANCELLED = "notifications/cancelled";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final String RUN_CODE = "run_code";
    private static final String STORE_FILE = "store_file";
    private static final String INSTRUCTIONS =
            "Runs programs in isolated cells without network. Ask list_runtimes for the languages. "
                    + "run_code gives output, verdict and measured usage; files that match its collect globs are read with read_artifact. "
                    + "store_file keeps a file and gives a handle for the files of later runs.";

    private final Calls calls = new Calls();
    private final McpJsonMapper json = new JacksonMcpJsonMapper(new JsonMapper());
    private final RandomGenerator chance;
    private final HttpServletStatelessServerTransport transport;
    private final List<String> names;
    private final McpStatelessSyncServer server;

    /**
     * Begins to answer.
     *
     * @param version of this server
     * @param bodyMax bytes of one request
     * @param chance names sessions
     */
    public McpEndpoint(Tools tools, String version, int bodyMax, RandomGenerator chance) {
        this.chance = chance;
        this.transport = HttpServletStatelessServerTransport.builder()
                .jsonMapper(json)
                .messageEndpoint("/mcp")
                .maxRequestSize(bodyMax)
                .contextExtractor(request -> McpTransportContext.create(
                        Map.of(CALLER, request.getAttribute(CALLER), ATTENDANCE, request.getAttribute(ATTENDANCE))))
                .build();
        List<SyncToolSpecification> all = List.of(
                tool(
                        json,
                        RUN_CODE,
                        "execution",
                        "Run a program",
                        false,
                        (context, arguments) ->
                                tools.run(caller(context), (Attendance) context.get(ATTENDANCE), arguments)),
                tool(
                        json,
                        "get_execution",
                        "execution",
                        "Look at an execution",
                        true,
                        (context, arguments) -> tools.execution(caller(context), arguments)),
                tool(json, "list_runtimes", "list_runtimes", "List the languages", true, (_, _) -> tools.runtimes()),
                tool(
                        json,
                        "read_artifact",
                        "",
                        "Read a file that a program left",
                        true,
                        (context, arguments) -> tools.artifact(caller(context), arguments)),
                tool(
                        json,
                        STORE_FILE,
                        STORE_FILE,
                        "Keep a file for later runs",
                        false,
                        (context, arguments) -> tools.store(caller(context), arguments)),
                tool(
                        json,
                        "read_file",
                        "",
                        "Read a kept file",
                        true,
                        (context, arguments) -> tools.file(caller(context), arguments)));
        this.names = all.stream().map(each -> each.tool().name()).toList();
        this.server = McpServer.sync(transport)
                .jsonMapper(json)
                .jsonSchemaValidator(new ArgumentCheck(McpJsonDefaults.getSchemaValidator()))
                .serverInfo("freehold", version)
                .instructions(INSTRUCTIONS)
                .requestTimeout(ANSWER_MAX)
                .immediateExecution(true) // on the thread of the request, which is a virtual one
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .addToolFilter((context, tool) -> caller(context).may(right(tool.name())))
                .tools(all)
                .build();
    }

    @Override
    public void answer(
            HttpServletRequest request, HttpServletResponse response, byte[] body, Caller caller, Following following)
            throws IOException {
        Envelope envelope = Envelope.read(body);
        Optional<String> session = Optional.ofNullable(request.getHeader(SESSION));
        EventAnswer answer = new EventAnswer(response, envelope);
        Optional<Objection> objection = Objection.to(request, envelope);
        if (objection.isPresent()) {
            answer.refuse(objection.get());
            return;
        }
        if (envelope.method().equals(CANCELLED)) {
            name(caller, session, envelope.cancels())
                    .filter(_ -> caller.may(right(RUN_CODE)))
                    .ifPresent(calls::cancel);
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
            return;
        }
        if (envelope.method().equals("initialize")) {
            if (!isInitialization(body)) {
                answer.refuse();
                return;
            }
            response.setHeader(SESSION, newSession());
        }
        Optional<Objection> unknown = unknown(envelope, caller);
        if (unknown.isPresent()) {
            answer.fail(unknown.get());
            return;
        }
        Optional<String> token = envelope.progressToken().filter(_ -> takesEvents(request));
        request.setAttribute(CALLER, caller);
        request.setAttribute(
                ATTENDANCE, new Attendance(following, calls, name(caller, session, envelope.id()), token, answer));
        try {
            transport.service(new HeldRequest(request, body), answer);
        } catch (ServletException failed) {
            throw new IOException(failed);
        }
    }

    /** What it cannot read the SDK would tell in the words of its own classes, and write into the log with its stack. */
    private boolean isInitialization(byte[] body) {
        try {
            JSONRPCRequest message = json.readValue(body, JSONRPCRequest.class);
            return json.convertValue(message.params(), InitializeRequest.class) != null
                    && message.params() instanceof Map<?, ?> params
                    && params.containsKey("protocolVersion"); // the SDK would take one that is left out for an old one
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("A client cannot be understood", unreadable);
            return false;
        }
    }

    /** The SDK would say no more than that there is none. */
    private Optional<Objection> unknown(Envelope envelope, Caller caller) {
        return envelope.isRequest() && envelope.method().equals(CALL)
                ? envelope.name()
                        .filter(name -> !names.contains(name))
                        .map(name -> Objection.noTool(
                                name,
                                names.stream()
                                        .filter(each -> caller.may(right(each)))
                                        .toList()))
                : Optional.empty();
    }

    /** A name that is no place: nothing is kept for it, and each request still stands for itself. */
    private String newSession() {
        byte[] name = new byte[SESSION_BYTES];
        chance.nextBytes(name);
        return HexFormat.of().formatHex(name);
    }

    /** Without a session a call has no name: another agent of the tenant may have given a request the same number. */
    private static Optional<Calls.Name> name(Caller caller, Optional<String> session, Optional<String> request) {
        return session.flatMap(each -> request.map(id -> new Calls.Name(caller.tenant(), each, id)));
    }

    private static boolean takesEvents(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return accepted != null && accepted.contains("text/event-stream");
    }

    @Override
    public void close() {
        server.close();
    }

    /** What one tool does. */
    private interface Action {
        CallToolResult carryOut(McpTransportContext context, Map<String, Object> arguments)
                throws IOException, InterruptedException;
    }

    private static SyncToolSpecification tool(
            McpJsonMapper json, String name, String output, String title, boolean readsOnly, Action action) {
        Tool.Builder tool = Tool.builder(name, json, text(name + ".input"))
                .title(title)
                .description(text(name + ".description").strip())
                .annotations(ToolAnnotations.builder()
                        .readOnlyHint(readsOnly)
                        .destructiveHint(false)
                        .openWorldHint(false)
                        .build());
        if (!output.isEmpty()) {
            tool.outputSchema(json, text(output + ".output"));
        }
        return SyncToolSpecification.builder()
                .tool(tool.build())
                .callHandler((context, call) -> {
                    if (!caller(context).may(right(name))) {
                        return ExecutionResult.refused(
                                "This key lacks the right " + right(name).label() + ".");
                    }
                    return carryOut(action, context, call.arguments());
                })
                .build();
    }

    private static CallToolResult carryOut(Action action, McpTransportContext context, Map<String, Object> arguments) {
        try {
            return action.carryOut(context, arguments == null ? Map.of() : arguments);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ExecutionResult.refused("The server is stopping.");
        } catch (IOException | RuntimeException failed) {
            LOG.error("A tool failed", failed);
            return ExecutionResult.refused("This is our failure; the log of the server has it.");
        }
    }

    private static Caller caller(McpTransportContext context) {
        return (Caller) context.get(CALLER);
    }

    private static Right right(String tool) {
        return tool.equals(RUN_CODE) || tool.equals(STORE_FILE) ? Right.RUN : Right.READ;
    }

    private static String text(String name) {
        String file = name.endsWith(".description") ? name + ".txt" : name + ".json";
        try (InputStream stream = McpEndpoint.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("not in this jar: " + file);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
