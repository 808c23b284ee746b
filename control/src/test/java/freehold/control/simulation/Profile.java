package freehold.control.simulation;

import java.util.Random;

/**
 * How a trial is made, by its seed.
 *
 * @param workers how many, each with 1 to 4 cells
 * @param executions how many are asked for, by 4 tenants
 * @param spanMillis for how long they are asked for, and faults are made
 * @param faultMillis one fault in so many, at the mean
 * @param loss share of messages that are lost; {@code twice}: that come twice; {@code slow}: that come seconds later, behind others
 */
record Profile(
        int workers,
        int controls,
        int executions,
        int spanMillis,
        int faultMillis,
        double loss,
        double twice,
        double slow) {
    /** Some seeds have hundreds of workers, and others have few and a long queue. */
    static Profile of(long seed) {
        Random chance = new Random(seed * 31 + 7);
        boolean crowd = chance.nextInt(3) == 0;
        return new Profile(
                crowd ? 6 + chance.nextInt(20) : 100 + chance.nextInt(200),
                2 + chance.nextInt(2),
                crowd ? 600 + chance.nextInt(400) : 300 + chance.nextInt(300),
                30_000,
                crowd ? 2_000 : 150 + chance.nextInt(600),
                chance.nextInt(3) == 0 ? 0 : chance.nextDouble() * 0.03,
                chance.nextInt(2) == 0 ? 0 : chance.nextDouble() * 0.03,
                chance.nextInt(2) == 0 ? 0 : chance.nextDouble() * 0.03);
    }
}
