package freehold.wire.link;

final class MemoryLinkTest extends LinkContract {
    private final MemoryLink link = new MemoryLink();

    @Override
    protected Link link() {
        return link;
    }

    @Override
    protected Roster roster() {
        return link;
    }
}
