package freehold.worker.rootfs;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.pack.CacheRecipe;
import freehold.wire.pack.RootPart;
import freehold.wire.pack.RootRecipe;
import freehold.wire.pack.RootRecipe.ProcView;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the roots of one version of a pack, and its caches. */
final class RootMaker {
    private final StateFolder state;
    private final FileHashes hashes;
    private final SharedLibraries libraries;
    private final Progress progress;

    RootMaker(StateFolder state, FileHashes hashes, SharedLibraries libraries, Progress progress) {
        this.state = state;
        this.hashes = hashes;
        this.libraries = libraries;
        this.progress = progress;
    }

    private record Root(String name, Digest digest, long size, Optional<String> failure) {}

    Finding make(Toolchain toolchain, String version) throws IOException, ToolchainUnusable {
        HostVariables cell = toolchain.inCell(version);
        List<Watch> watches = new ArrayList<>();
        watches.add(Watch.of(toolchain.executable()));
        watches.add(Watch.of(toolchain.real()));
        Optional<RootRecipe> buildRecipe = toolchain.place().build();
        Optional<Root> build = buildRecipe.isPresent()
                ? Optional.of(make(toolchain, version, buildRecipe.get(), watches))
                : Optional.empty();
        Root run = make(toolchain, version, toolchain.place().run(), watches);
        Digest digest = Sha256.of(
                toolchain.file().digest().hex(),
                build.map(root -> root.digest().hex()).orElse(""),
                run.digest().hex());
        boolean shared = build.map(root -> root.name().equals(run.name())).orElse(false);
        long size = run.size() + (shared ? 0 : build.map(Root::size).orElse(0L));
        return new Finding(
                toolchain.file().digest(),
                version,
                digest,
                build.map(Root::name),
                run.name(),
                cell.values(),
                new Bytes(size),
                run.failure().or(() -> build.flatMap(Root::failure)),
                watches);
    }

    private Root make(Toolchain toolchain, String version, RootRecipe recipe, List<Watch> watches)
            throws IOException, ToolchainUnusable {
        String title = toolchain.file().pack().name() + " " + version;
        HostVariables host = toolchain.onHost(version);
        Gathering gathering = new Gathering(toolchain.cellPaths(), libraries);
        for (RootPart part : recipe.parts()) {
            gathering.add(part, host);
        }
        Optional<CacheRecipe> cache = recipe.cache();
        if (cache.isPresent()) {
            gathering.add(mountPoint(cache.get()), host);
        }
        watches.addAll(gathering.watches());
        RootTree tree = new RootTree(gathering.entries());
        progress.begins(title, "hashing " + gathering.entries().size() + " files");
        Digest contents = tree.digest(hashes);
        // what fills a cache may be a file of the pack
        String filled =
                cache.map(each -> each + toolchain.file().digest().hex()).orElse("");
        Digest digest = Sha256.of(contents.hex(), recipe.proc().name(), filled);
        String name = recipe.label() + "-" + digest.hex().substring(0, 12);
        if (!Files.isDirectory(state.tree(name))) {
            progress.begins(title, "making the root " + name);
            tree.place(state, name);
        }
        Optional<String> failure = Optional.empty();
        StringBuilder lines = new StringBuilder("layer " + StateFolder.escape(state.tree(name)) + " /\n");
        if (cache.isPresent()) {
            WarmCache warm = warm(title, name, cache.get(), host);
            failure = warm.failure();
            lines.append("cache ")
                    .append(StateFolder.escape(warm.lower()))
                    .append(' ')
                    .append(cache.get().at())
                    .append('\n');
        }
        if (recipe.proc() == ProcView.FULL) {
            lines.append("proc full\n");
        }
        state.configure(name, lines.toString());
        return new Root(name, digest, tree.size(), failure);
    }

    private WarmCache warm(String title, String name, CacheRecipe recipe, HostVariables host) throws IOException {
        return WarmCache.of(state, name, recipe, folder -> {
            progress.begins(title, "warming its cache, once");
            new HostFilling(recipe, host).into(folder);
        });
    }

    static RootPart mountPoint(CacheRecipe cache) {
        return new RootPart(
                List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), Map.of(), List.of(cache.at()));
    }
}
