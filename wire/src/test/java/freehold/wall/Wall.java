package freehold.wall;

import java.util.Optional;

/** Lets in whoever is of the house. */
record Wall(String name) {
    static final Wall HOUSE = new Wall("house");
    static final Wall STREET = new Wall("street");

    boolean mayPass(String who) {
        return who.equals(name);
    }

    Optional<String> objection(String who) {
        return who.equals(name) ? Optional.empty() : Optional.of("not of the house");
    }

    static String veiled(String name) {
        return "*".repeat(name.length());
    }

    /** Has a lambda, and a text that is put together when it runs. */
    String query(String whose) {
        return Optional.of(whose)
                        .map(each -> "select what and whose = '" + each + "'")
                        .orElseThrow() + " and owner = ?";
    }

    static Wall around() {
        return HOUSE;
    }

    static String beyond(Wall other) {
        return other.name();
    }

    @SuppressWarnings("UnnecessaryStringBuilder") // a call that gives back its object
    static String door(long number) {
        return new StringBuilder("door ").append(number).toString();
    }

    static int height(int least) {
        return Math.max(least, 2);
    }

    boolean twice() {
        return false;
    }

    boolean twice(String who) {
        return who.isEmpty();
    }

    @Override
    public String toString() {
        return "wall";
    }
}
