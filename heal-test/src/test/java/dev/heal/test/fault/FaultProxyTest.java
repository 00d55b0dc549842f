package dev.heal.test.fault;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {

    private static final int SILENCE_MILLIS = 300;

    private EchoServer server;
    private FaultProxy proxy;
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        proxy.close();
        server.close();
    }

    @Test
    void withoutAFaultBytesAndEndsPassBothWays() throws IOException {
        Socket client = connect();

        assertThat(echo(client, "hello")).isEqualTo("hello");
        assertThat(proxy.connections()).isEqualTo(1);

        client.close();
        await().until(() -> proxy.connections() == 0 && server.open() == 0);
    }

    @Test
    void latencyDelaysEachDirectionAndKeepsTheOrder() throws IOException {
        Socket client = connect();
        echo(client, "warm");
        proxy.inject(Fault.latency(ofMillis(100)));

        long start = System.nanoTime();
        assertThat(echo(client, "0123456789")).isEqualTo("0123456789");
        assertThat(System.nanoTime() - start)
                .isGreaterThanOrEqualTo(ofMillis(200).toNanos());

        proxy.heal();
        start = System.nanoTime();
        echo(client, "fast again");
        assertThat(System.nanoTime() - start).isLessThan(ofMillis(100).toNanos());
    }

    @Test
    void refuseTurnsNewConnectionsAwayAndTheSamePortComesBack() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.refuse());

        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        assertThat(echo(existing, "still here")).isEqualTo("still here");

        proxy.heal();
        assertThat(echo(connect(), "back")).isEqualTo("back");
    }

    /** The thread that accepts is woken by the kernel in its own time: nobody may slip in until then. */
    @RepeatedTest(200)
    void refuseLeavesNoMomentInWhichTheKernelStillLetsSomebodyIn() {
        proxy.inject(Fault.refuse());

        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void resetBreaksExistingConnectionsWithARealResetAndNewOnesWork() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.reset());

        assertThatThrownBy(() -> existing.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        await().until(() -> server.open() == 0);
        assertThat(echo(connect(), "fresh")).isEqualTo("fresh");
    }

    @Test
    void blackHoleSwallowsBytesOfOldAndNewConnectionsAndTheyStayLost() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.blackHole());
        Socket opened = connect();

        assertSilent(existing);
        assertSilent(opened);

        proxy.heal();
        assertSilent(existing);
        assertSilent(opened);
        assertThat(echo(connect(), "fresh")).isEqualTo("fresh");
    }

    @Test
    void blackHoledLoginStrikesOnlyNewConnections() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.blackHoledLogin());

        assertSilent(connect());
        assertThat(echo(existing, "still here")).isEqualTo("still here");
    }

    @Test
    void halfOpenHangsWhatExistsForEverWhileNewConnectionsWork() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.halfOpen());

        assertSilent(existing);
        assertThat(echo(connect(), "new")).isEqualTo("new");

        proxy.heal();
        assertSilent(existing);
    }

    @Test
    void halfOpenHidesTheEndOfAConnectionFromTheOtherSide() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.halfOpen());

        existing.close();
        Socket fresh = connect();
        for (int i = 0; i < 20; i++) {
            echo(fresh, "time passes");
        }

        assertThat(server.open()).as("the server still believes in both").isEqualTo(2);
        proxy.inject(Fault.reset());
        await().until(() -> server.open() == 1);
        assertThat(proxy.flowing()).isZero();
    }

    @Test
    void halfOpenCanHangNewConnectionsToo() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.halfOpenAndNoNewOnes());
        Socket opened = connect();

        assertSilent(existing);
        assertSilent(opened);

        proxy.heal();
        assertSilent(opened);
        assertThat(echo(connect(), "fresh")).isEqualTo("fresh");
    }

    @Test
    void aFaultEndsByItselfAfterItsTimeToLive() throws IOException {
        proxy.inject(Fault.refuse().lasting(ofMillis(200)));
        assertThat(proxy.faults()).hasSize(1);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

        await().atMost(ofSeconds(5)).until(() -> proxy.faults().isEmpty());
        assertThat(echo(connect(), "back")).isEqualTo("back");
    }

    @Test
    void theFirstFaultsTimerDoesNotEndTheSecondOfTheSameKind() throws IOException {
        proxy.inject(Fault.refuse().lasting(ofMillis(50)));
        Fault second = Fault.refuse();
        proxy.inject(second);
        proxy.inject(Fault.latency(ofMillis(1)).lasting(ofMillis(300)));

        await().until(() -> proxy.faults().equals(List.of(second)));
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    @Test
    void closeFreesHungClientsAndLeavesNoThread() throws IOException {
        Socket existing = connect();
        echo(existing, "before");
        proxy.inject(Fault.halfOpen());
        proxy.inject(Fault.latency(ofSeconds(60)));
        Socket slow = connect();
        slow.getOutputStream().write(1);

        proxy.close();

        existing.setSoTimeout(5_000);
        assertThat(existing.getInputStream().read()).isEqualTo(-1);
        await().until(() -> server.open() == 0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fault-proxy-"));
        assertThatThrownBy(() -> proxy.inject(Fault.reset()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void itListensOnLoopbackOnly() throws IOException {
        InetAddress outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(outside != null, "this machine has no address but loopback");

        assertThatThrownBy(() -> new Socket().connect(new InetSocketAddress(outside, proxy.port()), 2_000))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aTimeToLiveOfZeroIsRefused() {
        assertThatThrownBy(() -> Fault.refuse().lasting(ofMillis(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0S");
    }

    private Socket connect() throws IOException {
        Socket client = new Socket();
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()), 5_000);
        client.setTcpNoDelay(true);
        clients.add(client);
        return client;
    }

    private static String echo(Socket client, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        client.setSoTimeout(5_000);
        client.getOutputStream().write(bytes);
        return new String(client.getInputStream().readNBytes(bytes.length), StandardCharsets.UTF_8);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.getOutputStream().write(42);
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
