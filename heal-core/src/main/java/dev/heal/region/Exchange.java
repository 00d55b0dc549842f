package dev.heal.region;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One HTTP request under way in one region, and what its end tells of the region. */
final class Exchange implements UnderWay.Cut {

    private final Region<?> region;
    private final int departures;
    private final long token;
    private volatile @Nullable CompletableFuture<?> answer;
    private volatile @Nullable RegionLeftException left;

    /** Only for the count: the application gets the answer itself. */
    private static final class ServerFailure extends IOException {

        private static final long serialVersionUID = 1L;

        ServerFailure(int status) {
            super("HTTP " + status);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private Exchange(Region<?> region, int departures, long token) {
        this.region = region;
        this.departures = departures;
        this.token = token;
    }

    /**
     * @throws dev.heal.guard.CallRejectedException if the region's guard did not let it in
     */
    static Exchange enter(Region<?> region) {
        int departures = region.departures();
        return new Exchange(region, departures, region.guard().enter());
    }

    /** Where calls are to fail fast this one is cancelled if its region is left, or has been left by now. */
    void cuttable(CompletableFuture<?> underWay) {
        if (region.router().inFlight() == InFlight.LEAVE) {
            return;
        }
        answer = underWay;
        region.underWay().add(this);
        if (underWay.isDone()) {
            region.underWay().remove(this);
        } else if (region.departures() != departures) {
            UnderWay.cut(this);
        }
    }

    @Override
    public void cut() {
        CompletableFuture<?> underWay = answer;
        if (underWay != null) {
            left = new RegionLeftException(region);
            underWay.cancel(true);
        }
    }

    void ended(int status) {
        region.underWay().remove(this);
        if (status >= 500) {
            region.guard().failed(token, new ServerFailure(status));
        } else {
            region.guard().succeeded(token);
        }
    }

    /** @return the failure to tell the application of: where the call was cut, that */
    Throwable ended(Throwable failure) {
        region.underWay().remove(this);
        RegionLeftException cut = left;
        if (cut != null && failure instanceof CancellationException) {
            region.guard().failed(token, cut);
            return cut;
        }
        if (failure instanceof IOException || failure instanceof Error) {
            region.guard().failed(token, failure);
        } else {
            // The caller went away, or has asked for what cannot be sent.
            region.guard().ignored(token);
        }
        return failure;
    }
}
