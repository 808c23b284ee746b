package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.wire.client.VerificationJson;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a server finds of its own chains, part by part, told as it comes. */
final class ServersAudit {
    private static final int PART_LINES = 500;

    private final RemoteServer server;
    private final String path;
    private final PrintWriter out;
    private final PrintWriter err;
    private long lines;
    private long broken;
    private long told;

    /** @param tenant whose chain, or all; the key's own if nobody is named */
    ServersAudit(RemoteServer server, Optional<String> tenant, PrintWriter out, PrintWriter err) {
        this.server = server;
        this.path = "/v1/audit/verification?limit=" + PART_LINES
                + tenant.map(name -> "&tenant=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                        .orElse("");
        this.out = out;
        this.err = err;
    }

    /** How many findings there are. */
    long run() {
        Optional<String> cursor = Optional.empty();
        do {
            VerificationJson part = part(cursor);
            if (part.next().isPresent() && part.next().equals(cursor)) {
                throw new Declined(
                        ExitStatus.UNAVAILABLE,
                        "the server does not get beyond " + cursor.get()
                                + " of its chain; what is behind it is not verified");
            }
            tell(part);
            cursor = part.next();
        } while (cursor.isPresent());
        out.println(lines + " lines, " + broken + " broken");
        out.flush();
        return broken;
    }

    private VerificationJson part(Optional<String> cursor) {
        byte[] answer = server.get(path
                + cursor.map(next -> "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8))
                        .orElse(""));
        try {
            return VerificationJson.read(answer);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE,
                    "the answer of " + server.address() + " cannot be read: " + wrong.getMessage()
                            + "; nothing behind it is verified");
        }
    }

    private void tell(VerificationJson part) {
        part.findings().forEach(finding -> out.println("BROKEN " + Findings.printable(finding)));
        broken += part.findings().size();
        lines += part.lines();
        if (part.whole()) {
            out.println(Findings.printable(
                    part.nextPosition() == 0
                            ? part.chain() + ": no line"
                            : Findings.end(part.chain(), part.nextPosition(), part.hash())));
        }
        out.flush();
        if (lines / AuditVerifyCommand.PROGRESS_STEP > told) {
            told = lines / AuditVerifyCommand.PROGRESS_STEP;
            err.println("freehold: " + lines + " lines looked at");
            err.flush();
        }
    }
}
