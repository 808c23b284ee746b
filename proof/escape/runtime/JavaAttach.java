// Attack: Looks for other virtual machines to load code into: by the files that each leaves in /tmp, and by the attach interface.
// Row: T9.2
// Cells: two at once
// Promise: HELD
// Without: none alone: /tmp is part of each cell's own disk, and numbers are its own
// Class: managed
// Root: languages
// Limits: memory=768M wall=30s cpu=20s processes=128 files=1024

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

public class JavaAttach {
    public static void main(String[] arguments) throws Exception {
        int failed = 0;
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            if (process.pid() != ProcessHandle.current().pid()) {
                failed += open("process " + process.pid());
            }
        }
        try (var files = Files.walk(Path.of("/tmp"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().equals(Long.toString(ProcessHandle.current().pid()))) {
                    failed += open("somebody's " + file);
                }
            }
        }
        if (ProcessHandle.of(1).isPresent()) {
            failed += open("init");
        }
        try {
            Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/jcmd", "1", "VM.version").start();
            if (!child.waitFor(20, TimeUnit.SECONDS) || child.exitValue() == 0) {
                failed += open("attach to init");
            }
        } catch (IOException refused) {
            System.out.println("NOTE " + refused.getMessage());
        }
        if (arguments[0].equals("first")) {
            System.out.println("READY");
            System.in.readAllBytes();
        }
        if (failed == 0) {
            System.out.println("HELD");
        }
        System.exit(failed == 0 ? 0 : 1);
    }

    private static int open(String what) {
        System.out.println("OPEN " + what);
        return 1;
    }
}
