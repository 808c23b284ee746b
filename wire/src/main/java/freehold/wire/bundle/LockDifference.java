package freehold.wire.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What refreshing a lock changed, one line a package: {@code + name version}, {@code - name version}, {@code ~ name old → new}. */
public record LockDifference(List<String> lines) {
    public LockDifference {
        lines = List.copyOf(lines);
    }

    public static LockDifference between(LockFile old, LockFile fresh) {
        var before = byName(old);
        var after = byName(fresh);
        var names = new TreeMap<String, @Nullable LockedPackage>(before);
        names.putAll(after);
        List<String> lines = new ArrayList<>();
        for (String name : names.keySet()) {
            LockedPackage was = before.get(name);
            LockedPackage is = after.get(name);
            if (was == null) {
                lines.add("+ " + name + " " + Objects.requireNonNull(is).version());
            } else if (is == null) {
                lines.add("- " + name + " " + was.version());
            } else if (!was.version().equals(is.version())) {
                lines.add("~ " + name + " " + was.version() + " → " + is.version());
            } else if (!was.sha256().equals(is.sha256())) {
                lines.add("! " + name + " " + was.version() + " has other contents under the same version");
            }
        }
        return new LockDifference(lines);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    private static TreeMap<String, LockedPackage> byName(LockFile lock) {
        var packages = new TreeMap<String, LockedPackage>();
        lock.packages().forEach(each -> packages.put(key(each), each));
        return packages;
    }

    private static String key(LockedPackage each) {
        String place = each.place().isEmpty() ? "" : " in /opt/" + each.place();
        return each.kind().word() + " " + each.name() + place;
    }
}
