package dev.heal.detect;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.heal.resource.Resources;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JdbcProbeTest {

    private final List<String> heard = new ArrayList<>();
    private boolean valid = true;
    private @Nullable SQLException refusal;
    private final DataSource dataSource = stub(DataSource.class, (method, argument) -> {
        if (refusal != null) {
            throw refusal;
        }
        return stub(Connection.class, this::connection);
    });
    private final JdbcProbe probe = new JdbcProbe(dataSource);

    @Test
    void aConnectionIsBorrowedAskedAndGivenBack() throws SQLException {
        probe.ask(ofSeconds(7));

        assertThat(heard).containsExactly("isValid(7)", "close()");
    }

    @Test
    void lessThanASecondIsASecondForZeroWouldMeanForEver() throws SQLException {
        probe.ask(ofMillis(200));

        assertThat(heard).containsExactly("isValid(1)", "close()");
    }

    @Test
    void aDatabaseThatDoesNotAnswerFailsTheProbeAndTheConnectionIsStillGivenBack() {
        valid = false;

        assertThatThrownBy(() -> probe.ask(ofSeconds(2)))
                .isInstanceOf(SQLException.class)
                .hasMessage("the connection is not valid");
        assertThat(heard).containsExactly("isValid(2)", "close()");
    }

    @Test
    void aPoolThatGivesNoConnectionFailsTheProbe() {
        refusal = new SQLException("Connection is not available, request timed out after 30000ms");

        assertThatThrownBy(() -> probe.ask(ofSeconds(2))).isSameAs(refusal);
    }

    @Test
    void itsKindAsksTheTargetsOwnDataSource() {
        assertThat(JdbcProbe.KIND.create(Resources.of(dataSource))).isEqualTo(probe);
        assertThatThrownBy(() -> JdbcProbe.KIND.create(Resources.NONE))
                .isInstanceOf(Resources.MissingResourceException.class)
                .hasMessage("needs a DataSource, and the target's resource is none");
    }

    private Object connection(String method, @Nullable Object argument) {
        heard.add(method + "(" + (argument == null ? "" : argument) + ")");
        return method.equals("isValid") ? valid : "";
    }

    private interface Answer {
        Object to(String method, @Nullable Object argument) throws SQLException;
    }

    private static <T> T stub(Class<T> type, Answer answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object value = answer.to(method.getName(), arguments == null ? null : arguments[0]);
                    return method.getReturnType() == void.class ? null : value;
                }));
    }
}
