package freehold.wire.bus;

final class MemoryBusTest extends BusContract {
    private final MemoryBus bus = new MemoryBus();

    @Override
    protected Bus here() {
        return bus;
    }

    @Override
    protected Bus there() {
        return bus;
    }
}
