package dev.heal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BorrowsTest {

    private final FakeDatabase database = new FakeDatabase();
    private final Borrows borrows = new Borrows(0);

    @Test
    void aBorrowIsOpenUntilItsHandleIsClosed() throws Exception {
        Connection handle = handleOf(database.connection());
        borrows.lent(handle, Thread.currentThread(), 5);
        assertThat(borrows.open()).singleElement().satisfies(lease -> {
            assertThat(lease.since).isEqualTo(5);
            assertThat(lease.borrower).isSameAs(Thread.currentThread());
        });

        handle.close();

        assertThat(borrows.open()).isEmpty();
        assertThat(borrows.returned()).hasSize(1);
    }

    @Test
    void theOldestBorrowComesFirst() {
        borrows.lent(handleOf(database.connection()), Thread.currentThread(), 30);
        borrows.lent(handleOf(database.connection()), Thread.currentThread(), 10);
        borrows.lent(handleOf(database.connection()), Thread.currentThread(), 20);

        assertThat(borrows.open()).extracting(lease -> lease.since).containsExactly(10L, 20L, 30L);
    }

    @Test
    void theNextBorrowOfAConnectionTakesThePlaceOfTheLast() throws Exception {
        Connection physical = database.connection();
        Connection first = handleOf(physical);
        borrows.lent(first, Thread.currentThread(), 1);
        first.close();
        borrows.lent(handleOf(physical), Thread.currentThread(), 2);

        assertThat(borrows.size()).isEqualTo(1);
        assertThat(borrows.open()).extracting(lease -> lease.since).containsExactly(2L);
    }

    @Test
    void connectionsThatCameAndWentDoNotPileUp() throws Exception {
        Connection held = handleOf(database.connection());
        borrows.lent(held, Thread.currentThread(), 0);
        for (int i = 1; i <= 10_000; i++) {
            Connection handle = handleOf(database.connection());
            borrows.lent(handle, Thread.currentThread(), i);
            handle.close();
        }

        assertThat(borrows.size()).isLessThanOrEqualTo(64);
        assertThat(borrows.open()).extracting(lease -> lease.handle).containsExactly(held);
    }

    @Test
    void progressIsABorrowOrAReturnThatIsSeen() throws Exception {
        Connection handle = handleOf(database.connection());
        borrows.lent(handle, Thread.currentThread(), 10);
        assertThat(borrows.progressAt(50)).isEqualTo(10);

        handle.close();

        assertThat(borrows.progressAt(60)).isEqualTo(60);
        assertThat(borrows.progressAt(70)).isEqualTo(60);
    }

    /** As a pool hands it out: closing it leaves the physical connection open. */
    private static Connection handleOf(Connection physical) {
        AtomicBoolean closed = new AtomicBoolean();
        return FakeDatabase.fake(Connection.class, (method, arguments) -> switch (method) {
            case "unwrap" -> physical;
            case "isClosed" -> closed.get();
            case "close" -> {
                closed.set(true);
                yield null;
            }
            default -> null;
        });
    }
}
