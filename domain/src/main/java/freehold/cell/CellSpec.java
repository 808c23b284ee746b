package freehold.cell;

/**
 * What has to be known to make a cell, before the program is: cells of the same spec can stand in for each other.
 *
 * @param root name of the runtime root as the cell daemon's own configuration knows it
 */
public record CellSpec(String root, FilterClass filter, Limits limits, Variation variation) {
    /** One where starts may differ. */
    public CellSpec(String root, FilterClass filter, Limits limits) {
        this(root, filter, limits, Variation.FREE);
    }
}
