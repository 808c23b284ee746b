package freehold.cli.policy;

import picocli.CommandLine.Command;

/** {@code freehold policy}. */
@Command(
        name = "policy",
        description = {
            "What tenants of a server may ask for, as documents.",
            "docs/policies.md teaches them; check needs no server, the others need a key with the right policy."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  freehold policy check class.yaml",
            "  freehold policy dry-run class.yaml --tenant school",
            "  freehold policy apply class.yaml",
            "  freehold policy assign class school",
            "  echo '{\"runtime\": \"c\", \"source\": \"\"}' | freehold policy explain class -"
        },
        subcommands = {
            PolicyCheckCommand.class,
            PolicyApplyCommand.class,
            PolicyListCommand.class,
            PolicyShowCommand.class,
            PolicyExplainCommand.class,
            PolicyDryRunCommand.class,
            PolicyAssignCommand.class,
            PolicyRemoveCommand.class
        })
public final class PolicyCommand {
    /** Where a server has them. */
    static final String PLACE = "/v1/policies";
}
