package freehold.cli.ledger;

import picocli.CommandLine.Command;

/** {@code freehold audit}. */
@Command(
        name = "audit",
        description = "The hash-chained record of what ran and who did what: taken out, and verified.",
        subcommands = {AuditExportCommand.class, AuditVerifyCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold audit export > chain.jsonl                     the caller's own chain, from a server",
            "  freehold audit verify chain.jsonl --keys keys.json      without any server",
            "  freehold audit verify --data /var/lib/freehold/data     all chains of a data folder",
            "  freehold audit verify --database postgresql://freehold@db.example/freehold     all chains of a cluster",
            "  freehold audit verify --server http://127.0.0.1:8080    the caller's own chain, by a server that runs"
        })
public final class AuditCommand {}
