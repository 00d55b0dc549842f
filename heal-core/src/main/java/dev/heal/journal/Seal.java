package dev.heal.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** The checksum at the end of each line: {@code ,"crc":"9af31c2e"}}, over all bytes of the line before it. */
final class Seal {

    private static final byte[] OPENING = ",\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CLOSING = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final HexFormat HEX = HexFormat.of();

    static final int LENGTH = OPENING.length + 8 + CLOSING.length;

    private Seal() {}

    /** The seal for the bytes in front of it. */
    static byte[] of(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        byte[] seal = Arrays.copyOf(OPENING, LENGTH);
        byte[] digits = HEX.toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, seal, OPENING.length, digits.length);
        System.arraycopy(CLOSING, 0, seal, LENGTH - CLOSING.length, CLOSING.length);
        return seal;
    }

    /** Whether these bytes end with their own seal, every byte of it as it was written. */
    static boolean isWhole(byte[] bytes, int from, int to) {
        int end = to - LENGTH;
        return end > from && Arrays.equals(of(bytes, from, end), 0, LENGTH, bytes, end, to);
    }

    /** Where the first seal ends that begins at {@code from} or later, -1 if none does; its digits are not looked at. */
    static int endOfNext(byte[] bytes, int from, int to) {
        int opening = indexOf(OPENING, bytes, from, to - LENGTH + OPENING.length);
        return opening < 0 ? -1 : opening + LENGTH;
    }

    static int indexOf(byte[] what, byte[] bytes, int from, int to) {
        for (int at = from; at <= to - what.length; at++) {
            if (bytes[at] == what[0] && Arrays.equals(what, 0, what.length, bytes, at, at + what.length)) {
                return at;
            }
        }
        return -1;
    }
}
