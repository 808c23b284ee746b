package freehold.control.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where messages may go: to addresses that anybody on the Internet may have, and to what the operator lists besides. Everything else, such
 * as this machine, the house's network or a cloud's metadata service, a stranger must not reach through this server.
 *
 * @param places {@code host:port} as an address has it, in lower case, whatever it resolves to
 */
public record Destinations(List<Range> ranges, Set<String> places) {
    public static final Destinations PUBLIC = new Destinations(List.of(), Set.of());

    private static final Pattern PLACE = Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):\\d{1,5}");

    /** Not public, from IANA's registries of special-purpose addresses (RFC 6890 and what came after), and multicast. */
    private static final List<Range> SPECIAL = List.of(
            Range.of("0.0.0.0/8"),
            Range.of("10.0.0.0/8"),
            Range.of("100.64.0.0/10"),
            Range.of("127.0.0.0/8"),
            Range.of("169.254.0.0/16"),
            Range.of("172.16.0.0/12"),
            Range.of("192.0.0.0/24"),
            Range.of("192.0.2.0/24"),
            Range.of("192.88.99.0/24"),
            Range.of("192.168.0.0/16"),
            Range.of("198.18.0.0/15"),
            Range.of("198.51.100.0/24"),
            Range.of("203.0.113.0/24"),
            Range.of("224.0.0.0/3"),
            Range.of("2001::/23"),
            Range.of("2001:db8::/32"),
            Range.of("2002::/16"),
            Range.of("3fff::/20"));

    /** All of IPv6 that is given out (RFC 4291); mapped and translated IPv4 lies outside of it. */
    private static final Range GLOBAL_V6 = Range.of("2000::/3");

    public Destinations {
        ranges = List.copyOf(ranges);
        places = Set.copyOf(places);
    }

    /**
     * Reads what the operator lists.
     *
     * @param listed each {@code HOST:PORT} or a range such as {@code 10.1.0.0/16}
     * @throws IllegalArgumentException with a sentence for people
     */
    public static Destinations parse(List<String> listed) {
        List<Range> ranges = new ArrayList<>();
        Set<String> places = new HashSet<>();
        for (String each : listed) {
            Optional<Range> range = Range.parse(each);
            if (range.isPresent()) {
                ranges.add(range.get());
            } else if (PLACE.matcher(each).matches()) {
                places.add(each.toLowerCase(Locale.ROOT));
            } else {
                throw new IllegalArgumentException(
                        "'" + each + "' is neither HOST:PORT nor a range, as in hooks.example:8443 or 10.1.0.0/16");
            }
        }
        return new Destinations(ranges, places);
    }

    boolean allows(String host, int port, InetAddress address) {
        return isPublic(address)
                || ranges.stream().anyMatch(range -> range.contains(address))
                || places.contains(host.toLowerCase(Locale.ROOT) + ":" + port);
    }

    private static boolean isPublic(InetAddress address) {
        return (address instanceof Inet4Address || GLOBAL_V6.contains(address))
                && SPECIAL.stream().noneMatch(range -> range.contains(address));
    }
}
