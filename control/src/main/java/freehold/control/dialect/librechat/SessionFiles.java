package freehold.control.dialect.librechat;

import freehold.control.blob.BlobStore;
import freehold.control.dialect.PeerJson;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.Glob;
import freehold.execution.Outcome;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import freehold.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Finds the files of a session, whichever kind it is. */
final class SessionFiles {
    private final Executions executions;
    private final BlobStore blobs;
    private final Uploads uploads;
    private final Supplier<Catalogue> catalogue;

    SessionFiles(Executions executions, BlobStore blobs, Uploads uploads, Supplier<Catalogue> catalogue) {
        this.executions = executions;
        this.blobs = blobs;
        this.uploads = uploads;
        this.catalogue = catalogue;
    }

    List<SessionFile> of(TenantId tenant, String session) {
        return ShortName.execution(session)
                .map(id -> executions.entry(tenant, id).map(this::left).orElse(List.of()))
                .orElseGet(() -> uploads.find(tenant, session));
    }

    Optional<SessionFile> find(TenantId tenant, String session, String id) {
        return of(tenant, session).stream().filter(file -> file.id().equals(id)).findFirst();
    }

    /** The content, if it is still kept; then for a while longer. */
    Optional<Content.Stored> content(TenantId tenant, SessionFile file) {
        return blobs.renew(tenant, file.digest());
    }

    /** What a program left that was not there before: neither what it was given, nor what its build made. */
    List<SessionFile> left(Entry entry) {
        Execution execution = entry.execution();
        Set<String> given = given(entry);
        List<Glob> built = built(execution);
        return execution.outcome().map(Outcome::artifacts).orElse(List.of()).stream()
                .filter(artifact -> !given.contains(artifact.path().value())
                        && !given.contains(artifact.digest().toString()))
                .filter(artifact -> built.stream().noneMatch(glob -> glob.matches(artifact.path())))
                .map(artifact -> file(execution, artifact))
                .toList();
    }

    /** By its path the program, which was carried along; by their digests the files of sessions, which it may have changed. */
    private static Set<String> given(Entry entry) {
        Set<String> given = new HashSet<>();
        PeerJson.object(entry.request())
                .ifPresent(request -> request.path("files")
                        .forEach(file -> given.add(
                                file.path("blob").asString(file.path("path").asString("")))));
        return given;
    }

    private List<Glob> built(Execution execution) {
        String reference =
                execution.runtime().name() + "@" + execution.runtime().digest();
        return catalogue.get().find(reference) instanceof Selection.Found(Installed runtime)
                ? runtime.pack().build().map(Step::keeps).orElse(List.of()).stream()
                        .map(Glob::new)
                        .toList()
                : List.of();
    }

    private static SessionFile file(Execution execution, Artifact artifact) {
        return new SessionFile(
                ShortName.of(artifact),
                artifact.path().value(),
                artifact.digest(),
                artifact.sizeBytes(),
                execution.finishedAt().orElse(execution.createdAt()));
    }
}
