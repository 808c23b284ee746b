package freehold.wire.pack;

import java.util.List;

/**
 * How a toolchain is found on the host.
 *
 * @param debian the Debian package that brings it
 * @param places in order of preference; what the first finds is the default version
 */
public record HostSource(String debian, VersionProbe version, List<Place> places) {
    public HostSource {
        places = List.copyOf(places);
    }
}
