package freehold.cli.run;

import freehold.cell.Limit;
import freehold.cell.Tier;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.execution.Content;
import freehold.execution.Dialogue;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import freehold.runtime.Pack;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a request of what stands on the command line.
 *
 * @param runtime as {@code --runtime} has it, if it was given
 * @param entry as {@code --entry} has it, if it was given
 */
record RunRequest(
        Optional<String> runtime,
        Optional<String> entry,
        List<String> args,
        List<String> buildArgs,
        Map<String, String> env,
        Map<Limit, Long> limits,
        Optional<Tier> tier,
        List<String> collect,
        Map<String, String> labels,
        boolean deterministic,
        List<SecretUse> secrets) {

    /** Of files that have names. */
    Request of(SourceTree tree, Content.Inline stdin, Collection<Pack> packs) {
        WorkPath main = entry.map(RunRequest::workPath)
                .or(tree::entry)
                .or(() -> mainFile(tree, packs))
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE,
                        "which of the files is the main one? Say so by --entry, as in --entry main.py"));
        SourceFile file = tree.files().stream()
                .filter(each -> each.path().equals(main))
                .findFirst()
                .orElseThrow(() -> new Declined(ExitStatus.USAGE, "there is no file " + main));
        String language = runtime.or(() -> Language.of(main.value(), bytes(file), packs))
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE,
                        main + " is in no language that its name or first line tells; say which by --runtime"));
        return request(language, Optional.empty(), tree.files(), Optional.of(main), stdin);
    }

    /** Of a source without a name, as it comes from standard input. */
    Request of(byte[] source, Content.Inline stdin, Collection<Pack> packs) {
        String language = runtime.or(() -> Language.byInterpreter(source, packs))
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE, "a program from standard input needs --runtime, or a first line with #!"));
        return request(language, Optional.of(new Content.Inline(source)), List.of(), Optional.empty(), stdin);
    }

    private Request request(
            String language,
            Optional<Content> source,
            List<SourceFile> files,
            Optional<WorkPath> main,
            Content.Inline stdin) {
        return new Request(
                language,
                source,
                files,
                main,
                args,
                env,
                buildArgs,
                Map.of(),
                stdin,
                limits,
                Map.of(),
                tier,
                collect,
                labels,
                Optional.empty(),
                Optional.empty(),
                Dialogue.NONE,
                Optional.empty(),
                deterministic,
                secrets);
    }

    /**
     * The main file of a directory: the one that is called as a pack calls its one file, else the only one at the top that is in a
     * language at all.
     */
    private Optional<WorkPath> mainFile(SourceTree tree, Collection<Pack> packs) {
        List<WorkPath> top = tree.files().stream()
                .map(SourceFile::path)
                .filter(path -> !path.value().contains("/"))
                .filter(path -> Language.byExtension(path.value(), packs).isPresent())
                .toList();
        List<WorkPath> named = top.stream()
                .filter(path -> packs.stream().anyMatch(pack -> pack.source().equals(path.value())))
                .toList();
        if (named.size() == 1) {
            return Optional.of(named.getFirst());
        }
        return top.size() == 1 ? Optional.of(top.getFirst()) : Optional.empty();
    }

    private static WorkPath workPath(String text) {
        Optional<String> fault = WorkPath.fault(text);
        if (fault.isPresent()) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--entry: '" + text + "': " + fault.get()
                            + "; it is as the file lies in the folder, such as src/main.py");
        }
        return new WorkPath(text);
    }

    private static byte[] bytes(SourceFile file) {
        return switch (file.content()) {
            case Content.Inline(byte[] bytes) -> bytes;
            case Content.Stored _ -> new byte[0];
        };
    }
}
