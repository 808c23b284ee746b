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

    /** Has a lambda, and a text that is put together when it runs. */
    String query(String whose) {
        return Optional.of(whose)
                        .map(each -> "select what and whose = '" + each + "'")
                        .orElseThrow() + " and owner = ?";
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
