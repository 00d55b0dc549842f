package dev.heal.examples.demo.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class StageTest {

    @Test
    void whoIsLetInIsNotRefusedAndWhereNobodyListensOneIs() throws Exception {
        int port;
        try (ServerSocket open = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = open.getLocalPort();
            assertThat(Stage.isRefused(port)).isFalse();
        }
        assertThat(Stage.isRefused(port)).isTrue();
    }
}
