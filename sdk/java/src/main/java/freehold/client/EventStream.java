package freehold.client;

import freehold.client.FreeholdException.ConnectionFailed;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;

/**
 * What happens in one execution, as it happens, up to {@link Event.Finished}, over as many connections as it takes: an event is told
 * once, whatever breaks between. To be gone through once, by one thread; closing it ends the connection.
 */
public final class EventStream implements Iterable<Event>, AutoCloseable {
    private final Transport transport;
    private final Retries retries;
    private final String path;
    private final Queue<Event> waiting = new ArrayDeque<>();
    private Optional<Opened> opened = Optional.empty();
    private EventParser parser = new EventParser();
    private long position;
    private int fruitless;
    private boolean isOver;

    EventStream(Transport transport, Retries retries, String path, long after) {
        this.transport = transport;
        this.retries = retries;
        this.path = path;
        this.position = after;
    }

    /** The one iterator of this stream, each time. */
    @Override
    public Iterator<Event> iterator() {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                while (waiting.isEmpty() && !isOver) {
                    read();
                }
                return !waiting.isEmpty();
            }

            @Override
            public Event next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return waiting.remove();
            }
        };
    }

    private void read() {
        try {
            Opened current = opened.isPresent() ? opened.get() : open();
            byte[] chunk = current.next()
                    .orElseThrow(
                            () -> new ConnectionFailed("the stream of events ended before the execution did", null));
            for (Event event : parser.feed(chunk)) {
                if (event.position() <= position && !(event instanceof Event.Finished)) {
                    continue; // a server that crashed runs what it had promised again, from its first event on
                }
                fruitless = 0;
                position = event.position();
                waiting.add(event);
                if (event instanceof Event.Finished) {
                    close();
                    return;
                }
            }
        } catch (ConnectionFailed | ApiException broken) {
            drop();
            fruitless++;
            Transport.pause(retries.pauseAfter(fruitless, broken));
        } catch (FreeholdException fatal) {
            close();
            throw fatal;
        }
    }

    private Opened open() {
        Opened fresh = transport.open(
                Call.get(path).with("Accept", "text/event-stream").with("Last-Event-ID", Long.toString(position)));
        opened = Optional.of(fresh);
        parser = new EventParser();
        return fresh;
    }

    private void drop() {
        opened.ifPresent(Opened::close);
        opened = Optional.empty();
    }

    @Override
    public void close() {
        isOver = true;
        drop();
    }
}
