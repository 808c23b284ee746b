package freehold.worker.cell;

import static java.nio.charset.StandardCharsets.UTF_8;

import freehold.cell.Program;
import freehold.wire.link.Stream;
import freehold.worker.cell.FakeProgram.FakeFile;
import java.util.List;
import java.util.Map;

/** The stand-in keeps the same contract as what it stands in for. */
class FakeCellsTest extends CellsContract {
    private final FakeCells cells = new FakeCells()
            .with("print", in -> {
                in.write(Stream.STDOUT, in.argv().get(1).getBytes(UTF_8));
                in.write(Stream.STDERR, in.argv().get(2).getBytes(UTF_8));
                return Integer.parseInt(in.argv().get(3));
            })
            .with("copy", in -> {
                in.write(Stream.STDOUT, in.stdin());
                return 0;
            })
            .with("wait", in -> {
                in.write(Stream.STDOUT, "waiting".getBytes(UTF_8));
                return in.waitForEnd();
            })
            .with("spin", FakeProgram.Surroundings::spin)
            .with("flood", in -> {
                while (true) {
                    in.write(Stream.STDOUT, new byte[10_000]);
                }
            })
            .with("write", in -> {
                in.write(Stream.STDOUT, new byte[Integer.parseInt(in.argv().get(1))]);
                return 0;
            })
            .with("leave", in -> {
                boolean executable = in.argv().get(3).equals("executable");
                in.files().put(in.argv().get(1), new FakeFile(in.argv().get(2), executable, false));
                return 0;
            })
            .with("link", in -> {
                in.files().put(in.argv().get(1), new FakeFile("", false, true));
                return 0;
            })
            .with("show", in -> {
                FakeFile file = in.files().get(in.argv().get(1));
                if (file == null) {
                    return 1;
                }
                in.write(Stream.STDOUT, file.text().getBytes(UTF_8));
                return 0;
            })
            .with("crash", in -> in.crash(11))
            .with("word", in -> {
                in.write(Stream.STDOUT, in.env().getOrDefault("WORD", "").getBytes(UTF_8));
                return 0;
            });

    @Override
    protected Cells cells() {
        return cells;
    }

    @Override
    protected CellShape shape() {
        return shapeOf("fake");
    }

    @Override
    protected CellPrograms programs() {
        return new CellPrograms() {
            @Override
            public Program printing(String stdout, String stderr, int code) {
                return program("print", stdout, stderr, String.valueOf(code));
            }

            @Override
            public Program copying() {
                return program("copy");
            }

            @Override
            public Program waiting() {
                return program("wait");
            }

            @Override
            public Program spinning() {
                return program("spin");
            }

            @Override
            public Program flooding() {
                return program("flood");
            }

            @Override
            public Program writing(int bytes) {
                return program("write", String.valueOf(bytes));
            }

            @Override
            public Program leaving(String path, String text, boolean executable) {
                return program("leave", path, text, executable ? "executable" : "plain");
            }

            @Override
            public Program linking(String path, String target) {
                return program("link", path);
            }

            @Override
            public Program showing(String path) {
                return program("show", path);
            }

            @Override
            public Program crashing() {
                return program("crash");
            }

            @Override
            public Program missing() {
                return program("nothing of that name");
            }

            @Override
            public Program showingWord(String word) {
                return new Program(List.of("word"), Map.of("WORD", word));
            }
        };
    }
}
