package dev.heal.benchmarks.overload.real;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One connection with one request at a time, and no more of HTTP than this server speaks: answers without a body. */
final class Line {

    /** A head of an answer. @param isLast whether the server closes the connection after it */
    record Answer(int status, @Nullable String cutOff, boolean isLast) {

        private static final String CUT_OFF = "\r\nHeal-Cut-Off: ";

        static Answer parse(String head) throws IOException {
            if (!head.startsWith("HTTP/1.1 ") || !head.contains("\r\nContent-Length: 0\r\n")) {
                throw new IOException("not an answer without a body: \"" + head + "\"");
            }
            int begin = head.indexOf(CUT_OFF);
            String cutOff = begin < 0
                    ? null
                    : head.substring(begin + CUT_OFF.length(), head.indexOf("\r\n", begin + CUT_OFF.length()));
            return new Answer(
                    Integer.parseInt(head.substring(9, 12)), cutOff, head.contains("\r\nConnection: close\r\n"));
        }
    }

    static final int NONE = -1;
    private static final String END = "\r\n\r\n";

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer in = ByteBuffer.allocate(2_048);
    private @Nullable ByteBuffer unsent;
    private int request = NONE;

    Line(InetSocketAddress server, Selector selector) throws IOException {
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        // Closed at once and for good: thousands that nobody waits for any more would use up the ports.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        boolean isConnected = channel.connect(server);
        key = channel.register(selector, isConnected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    }

    /** The request under way; {@link #NONE}. */
    int request() {
        return request;
    }

    void send(int number, String text) throws IOException {
        request = number;
        unsent = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
        if (channel.isConnected()) {
            write();
        }
    }

    /** What the selector has told; the answer if it is whole now. */
    @Nullable
    Answer ready() throws IOException {
        if (key.isConnectable()) {
            channel.finishConnect();
            write();
            return null;
        }
        if (key.isWritable()) {
            write();
        }
        return key.isReadable() ? read() : null;
    }

    private void write() throws IOException {
        ByteBuffer rest = unsent;
        if (rest == null) {
            key.interestOps(SelectionKey.OP_READ);
            return;
        }
        channel.write(rest);
        if (rest.hasRemaining()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        } else {
            unsent = null;
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private @Nullable Answer read() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server has closed the connection");
        }
        String head = new String(in.array(), 0, in.position(), StandardCharsets.US_ASCII);
        if (!head.endsWith(END)) {
            return null;
        }
        in.clear();
        request = NONE;
        return Answer.parse(head);
    }

    void close() {
        try {
            channel.close();
        } catch (IOException gone) {
            // That is what was wanted.
        }
    }
}
