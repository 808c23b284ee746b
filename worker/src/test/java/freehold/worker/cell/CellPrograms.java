package freehold.worker.cell;

import freehold.cell.Program;

/** What the contract of {@link Cells} lets run, in the words of each kind of cell. */
public interface CellPrograms {
    /** Writes these texts, and exits with that code. */
    Program printing(String stdout, String stderr, int code);

    /** Copies its standard input to its standard output, to the end. */
    Program copying();

    /** Waits until somebody ends it, without using a processor. Writes "waiting" first. */
    Program waiting();

    /** Uses a processor until somebody ends it. */
    Program spinning();

    /** Writes zeros to standard output for ever. */
    Program flooding();

    /** Writes so many zeros to standard output, and exits with 0. */
    Program writing(int bytes);

    /** Writes a text into a file below the work directory, with the directories above it, executable or not. */
    Program leaving(String path, String text, boolean executable);

    /** Makes a symbolic link below the work directory. */
    Program linking(String path, String target);

    /** Shows a file, and exits with 0; with another code if it is not there. */
    Program showing(String path);

    /** Ends itself with SIGSEGV. */
    Program crashing();

    /** Does not exist. */
    Program missing();

    /** Writes the value of the environment variable WORD, and exits with 0. */
    Program showingWord(String word);
}
