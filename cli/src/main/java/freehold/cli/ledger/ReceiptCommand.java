package freehold.cli.ledger;

import picocli.CommandLine.Command;

/** {@code freehold receipt}. */
@Command(
        name = "receipt",
        description = {
            "Signed statements of what ran, on what, and what came out. A server writes one for every execution that ends.",
            "docs/receipts.md says what is in them and how others verify them."
        },
        subcommands = {ReceiptGetCommand.class, ReceiptVerifyCommand.class, ReceiptKeyCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold receipt get exe_01k… > receipt.json",
            "  curl -s http://127.0.0.1:8080/v1/receipt-keys > keys.json",
            "  freehold receipt verify receipt.json --keys keys.json --output answer.txt"
        })
public final class ReceiptCommand {}
