package dev.heal.region;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A pool without a server: it says what it was asked, and fails as a test wants it to. */
final class FakePool {

    final String name;
    final List<String> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger borrowed = new AtomicInteger();
    final AtomicInteger returned = new AtomicInteger();
    final AtomicInteger aborted = new AtomicInteger();
    final DataSource source;
    volatile Runnable whileBorrowing = () -> {};
    volatile Runnable whileAborting = () -> {};
    volatile @Nullable SQLException refusal;
    volatile @Nullable SQLException statementFailure;
    volatile @Nullable Throwable closedFailure;
    volatile @Nullable Throwable restoreFailure;
    volatile @Nullable Throwable commitFailure;
    volatile boolean commitsItself = true;
    volatile String product = "Fake";
    volatile boolean startsReadOnly;

    FakePool(String name) {
        this.name = name;
        this.source = stub(DataSource.class, (method, argument) -> {
            if (method.equals("isWrapperFor") || method.equals("unwrap")) {
                throw new SQLException("no wrapper");
            }
            if (!method.equals("getConnection")) {
                return null;
            }
            borrowed.incrementAndGet();
            whileBorrowing.run();
            if (refusal != null) {
                throw refusal;
            }
            return connection();
        });
    }

    private Connection connection() {
        AtomicBoolean readOnly = new AtomicBoolean(startsReadOnly);
        AtomicBoolean closed = new AtomicBoolean();
        return stub(Connection.class, (method, argument) -> {
            heard.add(method + (argument == null ? "" : "(" + argument + ")"));
            switch (method) {
                case "isReadOnly":
                    return readOnly.get();
                case "setReadOnly":
                    if (restoreFailure != null && Boolean.FALSE.equals(argument)) {
                        throw restoreFailure;
                    }
                    readOnly.set((Boolean) argument);
                    return null;
                case "getAutoCommit":
                    return commitsItself;
                case "commit":
                    if (commitFailure != null) {
                        throw commitFailure;
                    }
                    return null;
                case "isValid":
                    return !closed.get();
                case "isClosed":
                    if (closedFailure != null) {
                        throw closedFailure;
                    }
                    return closed.get();
                case "close":
                    closed.set(true);
                    returned.incrementAndGet();
                    return null;
                case "abort":
                    closed.set(true);
                    whileAborting.run();
                    aborted.incrementAndGet();
                    return null;
                case "createStatement":
                    return statement(Statement.class);
                case "prepareStatement":
                    return statement(PreparedStatement.class);
                case "getMetaData":
                    return stub(
                            DatabaseMetaData.class,
                            (what, none) -> what.equals("getDatabaseProductName") ? product : null);
                default:
                    return null;
            }
        });
    }

    private <T> T statement(Class<T> type) {
        return stub(type, (method, argument) -> {
            heard.add(method + (argument == null ? "" : "(" + argument + ")"));
            if (method.startsWith("execute") && statementFailure != null && !isSetting(argument)) {
                throw statementFailure;
            }
            return switch (method) {
                case "executeQuery" ->
                    stub(
                            ResultSet.class,
                            (what, none) -> what.equals("getString") ? "off" : (Object) isSetting(argument));
                case "execute" -> false;
                case "executeUpdate" -> 1;
                case "executeLargeUpdate" -> 1L;
                case "executeBatch" -> new int[0];
                default -> null;
            };
        });
    }

    private static boolean isSetting(@Nullable Object sql) {
        return String.valueOf(sql).contains("set_config");
    }

    /** What was heard since the last time. */
    List<String> heardSince() {
        List<String> all = new ArrayList<>(heard);
        heard.clear();
        return all;
    }

    private interface Answer {
        @Nullable
        Object to(String method, @Nullable Object argument) throws Throwable;
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    case "toString" -> type.getSimpleName();
                    default -> answer.to(method.getName(), arguments == null ? null : arguments[0]);
                }));
    }
}
