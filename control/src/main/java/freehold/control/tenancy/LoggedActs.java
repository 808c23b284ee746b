package freehold.control.tenancy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Administrative acts as lines of the log. */
public final class LoggedActs implements Acts {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedActs.class);

    @Override
    public void done(Act act) {
        LOG.info(
                "{}: {}, of tenant {}, by {}",
                act.kind().label(),
                act.object(),
                act.tenant(),
                act.by().credential().words());
    }
}
