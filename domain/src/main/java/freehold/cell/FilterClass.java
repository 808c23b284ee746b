package freehold.cell;

/** Which allow-list of system calls a step gets: the tightest that its kind of program can live with. */
public enum FilterClass {
    COMPILED,
    INTERPRETED,
    MANAGED
}
