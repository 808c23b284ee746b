package freehold.control.dialect.sandboxfusion;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The peer's names for languages, and how it builds them. */
final class Languages {
    /** In the peer's order, in which it names them to whoever asks for another. */
    static final List<String> NAMES = List.of(
            "python",
            "cpp",
            "nodejs",
            "go",
            "go_test",
            "java",
            "php",
            "csharp",
            "bash",
            "typescript",
            "sql",
            "rust",
            "cuda",
            "lua",
            "R",
            "perl",
            "D_ut",
            "ruby",
            "scala",
            "julia",
            "pytest",
            "junit",
            "kotlin_script",
            "jest",
            "verilog",
            "python_gpu",
            "lean",
            "swift",
            "racket");

    private static final Map<String, String> PACKS = Map.of("nodejs", "javascript", "sql", "sqlite", "R", "r");

    private static final Map<String, List<String>> BUILT_WITH = Map.of("cpp", List.of("-std=c++17"));

    private final Supplier<Catalogue> catalogue;

    Languages(Supplier<Catalogue> catalogue) {
        this.catalogue = catalogue;
    }

    /** Empty if no runtime of that language is here. */
    Optional<Installed> find(String name) {
        return catalogue.get().find(PACKS.getOrDefault(name, name)) instanceof Selection.Found(Installed found)
                ? Optional.of(found)
                : Optional.empty();
    }

    static List<String> buildArguments(String name) {
        return BUILT_WITH.getOrDefault(name, List.of());
    }
}
