package dev.heal.resource;

import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A database that answers from a table of questions; its connections know nothing but to be open or closed. */
final class FakeDatabase implements DataSource {

    final AtomicInteger opened = new AtomicInteger();
    final Map<String, Integer> answers = new ConcurrentHashMap<>();
    volatile String product = "Fake";
    volatile SQLException refusal;

    @Override
    public Connection getConnection() throws SQLException {
        if (refusal != null) {
            throw refusal;
        }
        opened.incrementAndGet();
        return connection();
    }

    Connection connection() {
        AtomicBoolean closed = new AtomicBoolean();
        return fake(Connection.class, (method, arguments) -> switch (method) {
            case "isValid" -> !closed.get();
            case "isClosed" -> closed.get();
            case "close", "abort" -> {
                closed.set(true);
                yield null;
            }
            case "getAutoCommit" -> true;
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "getMetaData" ->
                fake(
                        DatabaseMetaData.class,
                        (question, none) -> question.equals("getDatabaseProductName") ? product : null);
            case "createStatement" -> statement();
            default -> null;
        });
    }

    private Statement statement() {
        return fake(Statement.class, (method, arguments) -> {
            if (!method.equals("executeQuery")) {
                return null;
            }
            Integer answer = answers.get(arguments[0].toString());
            return fake(ResultSet.class, (read, none) -> switch (read) {
                case "next" -> answer != null;
                case "getInt" -> answer;
                default -> null;
            });
        });
    }

    interface Answer {
        Object to(String method, Object[] arguments) throws Throwable;
    }

    static <T> T fake(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            Object given = switch (method.getName()) {
                case "hashCode" -> (Object) System.identityHashCode(self);
                case "equals" -> self == args[0];
                case "toString" -> "fake " + type.getSimpleName();
                default -> answer.to(method.getName(), args);
            };
            if (given == null && method.getReturnType() == boolean.class) {
                return false;
            }
            return given == null && method.getReturnType() == int.class ? (Object) 0 : given;
        }));
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> iface) throws SQLException {
        throw new SQLException("not a " + iface);
    }

    @Override
    public boolean isWrapperFor(Class<?> iface) {
        return false;
    }
}
