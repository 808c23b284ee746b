package freehold.control.world;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warmth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Three languages: an interpreted one, a compiled one, and one that is not installed. */
public final class Packs {
    public static final Pack PYTHON = new Pack(
            "python",
            "Python",
            List.of("py", "python3"),
            List.of("py"),
            List.of("python3"),
            "main.py",
            Optional.empty(),
            new Step(
                    List.of("{executable}", "{entry}", "{args}"),
                    Map.of("PYTHONHASHSEED", "0"),
                    FilterClass.INTERPRETED,
                    DefaultLimits.RUN,
                    List.of()),
            List.of());

    public static final Pack C = new Pack(
            "c",
            "C",
            List.of(),
            List.of("c", "h"),
            List.of(),
            "main.c",
            Optional.of(new Step(
                    List.of("/usr/bin/gcc", "{build_args}", "-o", "program", "{files}"),
                    Map.of(),
                    FilterClass.COMPILED,
                    DefaultLimits.BUILD,
                    List.of("program"))),
            new Step(List.of("./program", "{args}"), Map.of(), FilterClass.COMPILED, DefaultLimits.RUN, List.of()),
            List.of());

    public static final Pack COBOL = new Pack(
            "cobol",
            "COBOL",
            List.of(),
            List.of("cob"),
            List.of(),
            "main.cob",
            Optional.empty(),
            new Step(List.of("cobc"), Map.of(), FilterClass.COMPILED, DefaultLimits.RUN, List.of()),
            List.of());

    public static final Catalogue CATALOGUE = new Catalogue(
            List.of(
                    installed(PYTHON, "3.11.2", "a", Map.of("executable", "/usr/bin/python3.11")),
                    installed(C, "12.2.0", "b", Map.of())),
            List.of(new Missing(COBOL, "install the package gnucobol4")));

    private Packs() {}

    private static Installed installed(Pack pack, String version, String digit, Map<String, String> variables) {
        return new Installed(
                pack,
                version,
                new Digest(digit.repeat(64)),
                pack.build().map(_ -> pack.name() + "-build"),
                pack.name() + "-run",
                variables,
                "host",
                Bytes.mebi(40),
                new Warmth.Full());
    }
}
