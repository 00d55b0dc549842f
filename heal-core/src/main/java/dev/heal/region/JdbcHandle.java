package dev.heal.region;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a borrowed connection has handed out: a statement, its results, the description of the database. */
final class JdbcHandle implements InvocationHandler {

    private static final Set<String> WRITES =
            Set.of("executeUpdate", "executeLargeUpdate", "executeBatch", "executeLargeBatch");
    private static final Set<String> CHANGES = Set.of("insertRow", "updateRow", "deleteRow");

    private final Object real;
    private final String sql;
    private final Borrowed owner;
    private final Object parent;

    private JdbcHandle(Object real, String sql, Borrowed owner, Object parent) {
        this.real = real;
        this.sql = sql;
        this.owner = owner;
        this.parent = parent;
    }

    /**
     * The handle of what the driver has answered, or the answer as it is if it is not one of those.
     *
     * @param sql what was prepared; empty for nothing
     * @param parent the handle that was asked
     */
    static @Nullable Object around(@Nullable Object answer, String sql, Borrowed owner, Object parent) {
        Class<?> type = null;
        if (answer instanceof CallableStatement) {
            type = CallableStatement.class;
        } else if (answer instanceof PreparedStatement) {
            type = PreparedStatement.class;
        } else if (answer instanceof Statement) {
            type = Statement.class;
        } else if (answer instanceof DatabaseMetaData) {
            type = DatabaseMetaData.class;
        } else if (answer instanceof ResultSet && owner.refusesWrites()) {
            // Elsewhere rows are read as fast as the driver gives them; a lost server is seen when the connection
            // closes.
            type = ResultSet.class;
        }
        if (answer == null || type == null) {
            return answer;
        }
        return Proxy.newProxyInstance(
                JdbcHandle.class.getClassLoader(), new Class<?>[] {type}, new JdbcHandle(answer, sql, owner, parent));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals":
                return arguments != null && proxy == arguments[0];
            case "hashCode":
                return System.identityHashCode(proxy);
            case "toString":
                return String.valueOf(real);
            case "getConnection":
                return owner.handle();
            case "getStatement":
                if (parent instanceof Statement) {
                    return parent;
                }
                break;
            default:
                break;
        }
        if (owner.refusesWrites() && isWrite(method, arguments)) {
            throw owner.refused(null);
        }
        return JdbcHandle.around(owner.call(real, method, arguments), "", owner, proxy);
    }

    private boolean isWrite(Method method, Object @Nullable [] arguments) {
        String name = method.getName();
        if (real instanceof ResultSet) {
            return CHANGES.contains(name);
        }
        if (!(real instanceof Statement)) {
            return false;
        }
        boolean isExecuted = name.equals("execute") || name.equals("executeQuery");
        return WRITES.contains(name) || (isExecuted && (Sql.writes(Borrowed.sql(arguments)) || Sql.writes(sql)));
    }
}
