package freehold.wall;

import java.util.Optional;

/** Lets in whoever is of the house. */
record Wall(String name) {
    boolean mayPass(String who) {
        return who.equals(name);
    }

    Optional<String> objection(String who) {
        return who.equals(name) ? Optional.empty() : Optional.of("not of the house");
    }

    static String veiled(String name) {
        return "*".repeat(name.length());
    }

    String query(String whose) {
        return String.join("", part().get(), " and whose = '", whose + "' and owner = ?");
    }

    private static java.util.function.Supplier<String> part() {
        return () -> "select what";
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
